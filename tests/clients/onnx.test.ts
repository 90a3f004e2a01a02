import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { text } from "node:stream/consumers";

import { expect, jest } from "@jest/globals";
import { loadScorer } from "@despliega/storage";

import { ROOT, readText } from "../repository/files.js";
import { parseMarkdown } from "../repository/markdown.js";
import { fitTrees } from "../support/fit-sample.js";
import { peliculas, riesgo, vih } from "../support/models.js";
import { needing } from "../support/needing.js";
import { temporaryDirectory } from "../support/temporary.js";
import { withoutPeople } from "../tools/bench/lib/without-people.js";
import { DRAWN_CASES, type OnnxModel } from "../trainer/onnx/drawn-cases.js";
import { testEngine } from "../trainer/support/engine.js";
import { askOnnx } from "./onnx/ask.js";
import { drawnRows } from "./onnx/drawn-rows.js";
import { compareAnswers } from "./onnx/expected.js";
import { released } from "./onnx/released.js";
import { PYTHON, SETTING, startPython } from "./python.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(600_000);

const onnx = needing(SETTING.onnx, PYTHON.onnx !== undefined);
const engine = PYTHON.onnx === undefined ? undefined : await testEngine();

const ROWS = 100_000;

/** Holds the answers of the runtime against those of releases, on drawn rows of which it refuses some and takes more. */
const expectAsReleases = async (cases: readonly OnnxModel[]): Promise<void> => {
  const asked = cases.map((each, i) => ({
    ...each,
    rows: drawnRows(each.description.features, ROWS, i),
  }));
  const answers = await askOnnx(asked);
  for (const [i, each] of asked.entries()) {
    const { question } = each.description;
    const { largest, others, refused } = compareAnswers(each, answers[i]!);
    expect({ question, near: largest <= 1e-12, others }).toEqual({
      question,
      near: true,
      others: 0,
    });
    expect(refused).toBeGreaterThan(0);
    expect(refused).toBeLessThan(ROWS / 2);
  }
};

onnx.test("onnxruntime answers as every estimator, task and finish does", () =>
  expectAsReleases(DRAWN_CASES),
);

onnx.test("onnxruntime answers as releases trained on the samples do", async () =>
  expectAsReleases([await released(riesgo), await released(peliculas)]),
);

onnx.test("onnxruntime answers as forests and boosting fitted on the samples do", async () => {
  const folder = await temporaryDirectory();
  const files = {
    peliculas: peliculas.inputs.map(({ dataset }) => `${ROOT}data/peliculas/${dataset}`),
    vih: [await withoutPeople({ folder }, `${ROOT}data/vih/patients.csv`)],
  } as const;
  const cases: OnnxModel[] = [];
  for (const model of [peliculas, vih]) {
    const { name, task, question } = model;
    const samples = await fitTrees(engine!, model, files[name as keyof typeof files], folder);
    for (const { fitted } of samples) {
      const { description, features, modelJson } = fitted;
      const threshold = task === "regression" ? {} : { threshold: { value: 0.3, policy: "fixed" } };
      const described = { ...description, features: [...features], ...threshold };
      cases.push({
        description: { ...described, model: name, task, question },
        modelJson: modelJson as object,
      });
    }
  }
  expect(cases).toHaveLength(4);
  await expectAsReleases(cases);
});

onnx.test("the example of docs/onnx.md prints what a release of riesgo answers", async () => {
  const { description, modelJson, onnx: file } = await released(riesgo);
  const folder = await temporaryDirectory();
  await writeFile(join(folder, "model.onnx"), file);
  const [example] = parseMarkdown(readText("docs/onnx.md")).fences;
  expect(example!.text.trimEnd().split("\n").length).toBeLessThanOrEqual(14);
  const child = startPython("onnx", ["-c", example!.text], folder);
  child.stdin.end();
  const [out, error] = await Promise.all([text(child.stdout), text(child.stderr)]);
  expect(error).toBe("");
  const [labels, scores] = JSON.parse(`[${out.trim().replace("] [", "],[")}]`) as [
    readonly number[],
    readonly number[],
  ];
  const scorer = loadScorer(description, modelJson);
  const expected = [
    [29, 136.4468640135, 59, 3, 1],
    [0, NaN, 31, NaN, 1],
  ].map((row) => scorer.score(Float64Array.from(row)));
  scores.forEach((score, i) => expect(Math.abs(score - expected[i]!)).toBeLessThan(1e-12));
  expect(labels).toEqual(expected.map((score) => Number(score >= description.threshold!.value)));
});
