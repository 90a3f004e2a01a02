import { expect, jest } from "@jest/globals";

import { needing } from "../support/needing.js";
import { askOnnx } from "./onnx/ask.js";
import { DRAWN_CASES } from "./onnx/drawn-cases.js";
import { drawnRows } from "./onnx/drawn-rows.js";
import { compareAnswers } from "./onnx/expected.js";
import { PYTHON, SETTING } from "./python.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(300_000);

const onnx = needing(SETTING.onnx, PYTHON.onnx !== undefined);

const ROWS = 100_000;

onnx.test("onnxruntime answers drawn rows as every estimator, task and finish does", async () => {
  const cases = DRAWN_CASES.map(([, each], i) => ({
    ...each,
    rows: drawnRows(each.description.features, ROWS, i),
  }));
  const answers = await askOnnx(cases);
  for (const [i, each] of cases.entries()) {
    const { largest, others, refused } = compareAnswers(each, answers[i]!);
    const name = DRAWN_CASES[i]![0];
    console.log(name, largest, others, refused);
    expect({ name, near: largest < 1e-12, others }).toEqual({ name, near: true, others: 0 });
    expect(refused).toBeGreaterThan(ROWS / 100);
    expect(refused).toBeLessThan(ROWS * 0.9);
  }
});
