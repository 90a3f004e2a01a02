import { expect, test } from "@jest/globals";
import { accuracy, f1, maxF1Threshold, rocAuc } from "../tools/bench/lib/scored.js";

const scored = { scores: [0.9, 0.8, 0.7, 0.4, 0.2], labels: [1, 0, 1, 1, 0] };

test("accuracy counts what one half tells rightly", () => expect(accuracy(scored)).toBe(3 / 5));

test("ROC-AUC is the share of pairs in the right order", () => {
  expect(rocAuc(scored)).toBeCloseTo(4 / 6, 12);
  expect(rocAuc({ scores: [0.5, 0.5, 0.5], labels: [1, 0, 1] })).toBe(0.5);
});

test("the threshold with the best F1 lies between two scores", () => {
  expect(maxF1Threshold(scored)).toBeCloseTo(0.3, 12);
  expect(f1(scored, 0.3)).toBeCloseTo(6 / 7, 12);
  expect(f1(scored, 0.75)).toBeCloseTo(2 / 5, 12);
});
