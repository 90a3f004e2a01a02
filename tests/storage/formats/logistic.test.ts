/// <reference path="../../../storage/src/formats/logistic/ml-logistic-regression.d.ts" />
import { describe, expect, test } from "@jest/globals";
import { loadScorer, logisticJson, type ManifestFeature } from "@despliega/storage";
import fc from "fast-check";
import LogisticRegression from "ml-logistic-regression";
import { Matrix } from "ml-matrix";
import { toRow } from "../../support/to-row.js";

const feature = (
  name: string,
  mean: number,
  rest: Partial<ManifestFeature> = {},
): ManifestFeature => ({
  name,
  type: "number",
  description: name,
  missing: "refused",
  range: [-10, 10],
  mean,
  ...rest,
});

const FEATURES = [feature("a", 1), feature("b", -2, { missing: { fill: 3 } }), feature("c", 0.5)];

const logit = (probability: number): number => Math.log(probability / (1 - probability));

const weight = fc.double({ min: -2, max: 2, noNaN: true });
const weights = fc.array(weight, { minLength: 4, maxLength: 4 });
const row = fc.array(fc.double({ min: -5, max: 5, noNaN: true }), { minLength: 3, maxLength: 3 });

describe("a logistic model", () => {
  test("scores as ml-logistic-regression does with the same JSON", () => {
    fc.assert(
      fc.property(weights, row, (given, features) => {
        const json: unknown = JSON.parse(JSON.stringify(logisticJson(given)));
        const score = loadScorer({ estimator: "logistic", features: FEATURES }, json).score(
          toRow(features),
        );
        const library = LogisticRegression.load(json);
        const input = new Matrix([[1, ...features]]);
        expect(score).toBeCloseTo(library.classifiers[0]!.testScores(input)[0]!, 12);
        expect(score).toBeCloseTo(1 - library.classifiers[1]!.testScores(input)[0]!, 12);
        if (Math.abs(score - 0.5) > 1e-9)
          expect(library.predict(input)).toEqual([score > 0.5 ? 1 : 0]);
      }),
    );
  });

  test("loads a model that the library trained", () => {
    const x = new Matrix([0, 1, 2, 3, 4, 5].map((value) => [1, value]));
    const library = new LogisticRegression({ numSteps: 2_000, learningRate: 0.05 });
    library.train(x, Matrix.columnVector([0, 0, 1, 0, 1, 1]));
    const scorer = loadScorer(
      { estimator: "logistic", features: [feature("x", 2.5)] },
      JSON.parse(JSON.stringify(library)),
    );
    const scores = [0, 1, 2, 3, 4, 5].map((value) => scorer.score(Float64Array.of(value)));
    expect(scores.map((score) => (score > 0.5 ? 1 : 0))).toEqual(library.predict(x));
  });

  test("adds its contributions up to the distance from the means, in log-odds", () => {
    fc.assert(
      fc.property(weights, row, (given, features) => {
        const scorer = loadScorer(
          { estimator: "logistic", features: FEATURES },
          logisticJson(given),
        );
        const { base, moved, sum } = scorer.contributions(toRow(features));
        const means = toRow(FEATURES.map(({ mean }) => mean));
        expect(base).toBeCloseTo(logit(scorer.score(means)), 4);
        expect(moved.reduce((a, b) => a + b, base)).toBeCloseTo(sum, 10);
        expect(sum).toBeCloseTo(logit(scorer.score(toRow(features))), 4);
      }),
    );
  });

  test("fills a missing value where the feature allows it, and returns NaN otherwise", () => {
    const scorer = loadScorer(
      { estimator: "logistic", features: FEATURES },
      logisticJson([0.1, 0.2, 0.3, 0.4]),
    );
    expect(scorer.score(toRow([1, null, 2]))).toBe(scorer.score(toRow([1, 3, 2])));
    expect(scorer.contributions(toRow([1, null, 2]))).toEqual(
      scorer.contributions(toRow([1, 3, 2])),
    );
    expect(scorer.score(toRow([null, 3, 2]))).toBeNaN();
  });

  test("stays between 0 and 1 at any distance", () => {
    const scorer = loadScorer(
      { estimator: "logistic", features: FEATURES },
      logisticJson([0, 1e300, 0, 0]),
    );
    expect(scorer.score(Float64Array.of(10, 0, 0))).toBe(1);
    expect(scorer.score(Float64Array.of(-10, 0, 0))).toBe(0);
  });

  test.each([
    ["another model", { name: "KNN" }],
    ["three classes", { ...logisticJson([0, 0, 0, 0]), numberClasses: 3 }],
    [
      "one classifier",
      { ...logisticJson([0, 0, 0, 0]), classifiers: [{ weights: [[0, 0, 0, 0]] }] },
    ],
    ["weights for other features", logisticJson([0, 0])],
    ["a weight that is not finite", logisticJson([0, 0, 0, NaN])],
    ["nothing", null],
  ])("is refused with %s", (_, json) => {
    expect(() => loadScorer({ estimator: "logistic", features: FEATURES }, json)).toThrow();
  });
});
