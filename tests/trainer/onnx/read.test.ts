import { describe, expect, test } from "@jest/globals";
import { loadScorer, type Feature } from "@despliega/storage";
import { compile } from "@despliega/trainer/onnx/read/compile.js";
import { readGivenModel } from "@despliega/trainer/onnx/read/follow.js";
import { greatestBelow, greatestUpTo } from "@despliega/trainer/onnx/read/neighbours.js";
import fc from "fast-check";

import { logisticFile, onnxFile } from "../../support/onnx-file.js";

const features = ["a", "b"].map((name): Feature => ({
  name,
  type: "number",
  missing: "kept",
  mean: 0,
}));

/** A tree that asks in each of the four ways, with a leaf of its own for each way through it. */
const TREE = onnxFile(
  [
    {
      op: "TreeEnsembleRegressor",
      from: ["X"],
      to: ["y"],
      given: {
        nodes_treeids: [0, 0, 0, 0, 0, 0, 0, 0, 0],
        nodes_nodeids: [0, 1, 2, 3, 4, 5, 6, 7, 8],
        nodes_featureids: [0, 1, 1, 0, 0, 0, 0, 0, 0],
        nodes_modes: [
          ...["BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT"],
          ...["LEAF", "LEAF", "LEAF", "LEAF", "LEAF"],
        ],
        nodes_values: { doubles: [0.5, 1, -1, -2, 0, 0, 0, 0, 0] },
        nodes_truenodeids: [1, 3, 5, 7, 0, 0, 0, 0, 0],
        nodes_falsenodeids: [2, 4, 6, 8, 0, 0, 0, 0, 0],
        nodes_missing_value_tracks_true: [1, 0, 1, 0, 0, 0, 0, 0, 0],
        target_treeids: [0, 0, 0, 0, 0],
        target_nodeids: [4, 5, 6, 7, 8],
        target_ids: [0, 0, 0, 0, 0],
        target_weights: { doubles: [4, 5, 6, 7, 8] },
        base_values: { doubles: [100] },
      },
    },
  ],
  ["y"],
  { width: 2 },
);

/** What the tree answers, read from its tests. */
const treeAnswer = (a: number, b: number): number => {
  const [aMissing, bMissing] = [Number.isNaN(a), Number.isNaN(b)];
  if (aMissing || a <= 0.5) {
    if (bMissing || !(b < 1)) return 104;
    return !aMissing && a > -2 ? 107 : 108;
  }
  return bMissing || b >= -1 ? 105 : 106;
};

test("a tree of every way to compare answers as its tests say, at its thresholds and with missing values", () => {
  const { estimator, modelJson } = compile(readGivenModel(TREE, features), {
    task: "regression",
    features,
  });
  const scorer = loadScorer({ estimator, features }, JSON.parse(JSON.stringify(modelJson)));
  const values = [NaN, -3, -2, -1.5, -1, -0.5, 0.5, 0.6, 1, 2];
  for (const a of values)
    for (const b of values)
      expect([a, b, scorer.score(Float64Array.of(a, b))]).toEqual([a, b, treeAnswer(a, b)]);
});

test("a file may have an input for each feature, in any order", () => {
  const file = onnxFile(
    [
      { op: "Concat", from: ["b", "a"], to: ["both"], given: { axis: [1] } },
      { op: "MatMul", from: ["both", "weights"], to: ["product"] },
      { op: "Add", from: ["product", "intercept"], to: ["y"] },
    ],
    ["y"],
    { inputs: ["a", "b"], width: 1, constants: { weights: [10, 1], intercept: [0.5] } },
  );
  const { estimator, modelJson } = compile(readGivenModel(file, features), {
    task: "regression",
    features,
  });
  expect(loadScorer({ estimator, features }, modelJson).score(Float64Array.of(3, 2))).toBe(23.5);
});

test("a threshold in single precision parts doubles where rounding them would", () => {
  const single = fc.float({ noNaN: true, min: Math.fround(-1e38), max: Math.fround(1e38) });
  fc.assert(
    fc.property(single, fc.integer({ min: -4, max: 4 }), (threshold, steps) => {
      // Around the middle between two neighbours.
      const x = threshold * (1 + steps * 2 ** -26);
      const rounded = Math.fround(x);
      expect(x <= greatestUpTo(threshold, true)).toBe(rounded <= threshold);
      expect(x <= greatestBelow(threshold, true)).toBe(rounded < threshold);
      expect(x <= greatestUpTo(threshold, false)).toBe(x <= threshold);
      expect(x <= greatestBelow(threshold, false)).toBe(x < threshold);
    }),
    { numRuns: 2_000 },
  );
});

const two = { task: "classification", features } as const;

test("a logistic model answers in the order of the model's own classes", () => {
  const given = readGivenModel(logisticFile([0.25, 1, -2]), features);
  const score = (classes: (string | number)[]) => {
    const { estimator, modelJson } = compile(
      { ...given, classes },
      { ...two, classes: ["no", "yes"] },
    );
    return loadScorer({ estimator, features }, modelJson).score(Float64Array.of(1, 0.5));
  };
  const expected = 1 / (1 + Math.exp(-0.25));
  expect(score([0, 1])).toBeCloseTo(expected, 15);
  expect(score(["no", "yes"])).toBeCloseTo(expected, 15);
  expect(score(["yes", "no"])).toBeCloseTo(1 - expected, 15);
});

describe("a file is refused that", () => {
  const refused = (bytes: Buffer, names = features) => {
    expect(() => compile(readGivenModel(bytes, names), two)).toThrow(
      expect.objectContaining({ message: expect.any(String) }),
    );
    try {
      return compile(readGivenModel(bytes, names), two);
    } catch (error) {
      return (error as Error).message;
    }
  };

  test.each([
    ["is no file of the format", Buffer.from("PK\u0003\u0004 a zip"), "is not in the format ONNX"],
    ["is cut off", logisticFile([0, 1, 2]).subarray(0, 150), "is not in the format ONNX"],
    [
      "has another operator",
      onnxFile([{ op: "SVMClassifier", from: ["X"], to: ["label"] }], ["label"], { width: 2 }),
      "has the operator SVMClassifier",
    ],
    ["has other columns", logisticFile([0, 1, 2, 3]), "has 3 columns in X, and not 2"],
    ["answers with numbers", TREE, "answers with numbers, and the model with classes"],
  ])("%s", (_, bytes, message) => {
    expect(refused(bytes)).toBe(message);
  });

  test("has other classes", () => {
    const given = readGivenModel(logisticFile([0, 1, 2]), features);
    expect(() => compile(given, { ...two, classes: ["low", "mid", "high"] })).toThrow(
      "answers with the classes 0, 1, and the model with low, mid, high",
    );
  });
});
