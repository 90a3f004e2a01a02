// Answers the rows of models by onnxruntime for Node.js, in a process of its own: NODE_PATH says where that is. It reads and
// writes JSON on its standard streams.

import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";

import { loadScorer, type Feature, type Scorer } from "@despliega/storage";
import { runtimeModel } from "@despliega/trainer/onnx/run/runtime-model.js";

import type { PythonModel } from "./python-model.js";

/** How a model answers beside Python. */
export interface Ran {
  readonly name: string;
  /** The largest difference of a number, absolute, or relative where that is less. */
  readonly largest: number;
  /** The same between one row after the other and all at once. */
  readonly apart: number;
  /** By how much base and contributions of a row miss its sum at most. */
  readonly missed: number;
}

const doublesOf = async (file: string): Promise<Float64Array> => {
  const { buffer, byteOffset, byteLength } = await readFile(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

const CLASSES = { two: undefined, three: ["a", "b", "c"], number: undefined };

const scorerOf = async ({ path, task, features }: PythonModel): Promise<Scorer> => {
  const json = runtimeModel(await readFile(`${path}.onnx`), {
    task: task === "number" ? "regression" : "classification",
    classes: CLASSES[task],
    features: features.map((feature) => ({ ...feature, missing: "allowed" })),
    usual: new Float64Array(features.length),
  });
  const described = features.map((feature): Feature => ({ ...feature, missing: "kept", mean: 0 }));
  return loadScorer({ estimator: "onnx", features: described }, JSON.parse(JSON.stringify(json)));
};

const distance = (one: number, other: number): number =>
  Math.abs(one - other) / Math.max(1, Math.abs(one));

const ran = async (model: PythonModel): Promise<Ran> => {
  const scorer = await scorerOf(model);
  const { outputs } = scorer;
  const rows = await doublesOf(`${model.path}.rows`);
  const answers = await doublesOf(`${model.path}.answers`);
  const width = model.features.length;
  const count = rows.length / width;
  const scores = new Float64Array(count * outputs);
  scorer.scoresOfRows(rows, scores);
  const numbers = answers.length / count;
  let [largest, apart, missed] = [0, 0, 0];
  scores.forEach((score, at) => {
    const row = Math.floor(at / outputs);
    const column = outputs === 1 ? numbers - 1 : at % outputs;
    largest = Math.max(largest, distance(score, answers[row * numbers + column]!));
  });
  const own = new Float64Array(outputs);
  for (let row = 0; row < 20; row++) {
    const values = rows.subarray(row * width, (row + 1) * width);
    scorer.scores(values, own);
    own.forEach((score, output) => {
      apart = Math.max(apart, distance(score, scores[row * outputs + output]!));
    });
    const { base, moved, sum } = scorer.contributions(values, 0);
    missed = Math.max(missed, distance(sum, base + moved.reduce((all, one) => all + one, 0)));
  }
  return { name: model.name, largest, apart, missed };
};

const models = JSON.parse(await text(process.stdin)) as readonly PythonModel[];
const all: Ran[] = [];
for (const model of models) all.push(await ran(model));
process.stdout.write(JSON.stringify(all));
