import { readFile } from "node:fs/promises";

import { expect, jest } from "@jest/globals";
import { loadScorer, type Feature } from "@despliega/storage";
import { compile } from "@despliega/trainer/onnx/read/compile.js";
import { readGivenModel } from "@despliega/trainer/onnx/read/follow.js";

import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { PYTHON, runScript, SETTING } from "./python.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(600_000);

const converters = needing(SETTING.converters, PYTHON.converters !== undefined);

/** Features of a model whose file is refused. */
const FEATURES = ["a", "b", "c", "d"].map((name) => ({ name, type: "number" as const }));

/** A model of Python with the files of its rows and of the answers that onnxruntime gave. */
interface PythonModel {
  readonly name: string;
  readonly path: string;
  readonly task: "two" | "three" | "number";
  readonly double: boolean;
  readonly features: readonly Pick<Feature, "name" | "type" | "categories" | "unseen">[];
}

const doublesOf = async (file: string): Promise<Float64Array> => {
  const { buffer, byteOffset, byteLength } = await readFile(file);
  return new Float64Array(buffer.slice(byteOffset, byteOffset + byteLength));
};

const scorerOf = async ({ path, task, features: given }: PythonModel) => {
  const model = readGivenModel(await readFile(`${path}.onnx`), given);
  const compiled = compile(model, {
    task: task === "number" ? "regression" : "classification",
    classes: task === "three" ? ["a", "b", "c"] : undefined,
    features: given,
  });
  const features = given.map((feature, i): Feature => {
    const fill = compiled.fills[i];
    return { ...feature, missing: fill === undefined ? "kept" : { fill }, mean: 0 };
  });
  const json: unknown = JSON.parse(JSON.stringify(compiled.modelJson));
  return loadScorer({ estimator: compiled.estimator, features }, json);
};

/** The largest difference from onnxruntime, absolute, or relative where that is less. */
const largestDifference = async (model: PythonModel): Promise<number> => {
  const scorer = await scorerOf(model);
  const rows = await doublesOf(`${model.path}.rows`);
  const answers = await doublesOf(`${model.path}.answers`);
  const scores = new Float64Array(scorer.outputs);
  const names = model.features.length;
  const width = { number: 1, two: 2, three: 3 }[model.task];
  let largest = 0;
  for (let row = 0; row * names < rows.length; row++) {
    scorer.scores(rows.subarray(row * names, (row + 1) * names), scores);
    const own = width === 2 ? [1 - scores[0]!, scores[0]!] : [...scores];
    own.forEach((value, at) => {
      const distance = Math.abs(value - answers[row * width + at]!) / Math.max(1, Math.abs(value));
      if (!(distance <= largest)) largest = distance;
    });
  }
  return largest;
};

converters.test("models of Python answer as in onnxruntime, also at their thresholds", async () => {
  const directory = await temporaryDirectory();
  const { models, other } = await runScript<{
    readonly models: readonly PythonModel[];
    readonly other: string;
  }>("converters", "onnx_models.py", { directory });
  expect(models.length).toBeGreaterThan(35);
  for (const model of models) {
    const near = (await largestDifference(model)) <= (model.double ? 1e-12 : 1e-6);
    expect({ name: model.name, near }).toEqual({ name: model.name, near: true });
  }
  const nearest = await readFile(other);
  expect(() => readGivenModel(nearest, FEATURES)).toThrow(/^has the operator /);
});
