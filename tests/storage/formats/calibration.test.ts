import { describe, expect, test } from "@jest/globals";
import { loadScorer, logisticJson, softmaxRegressionJson, type Feature } from "@despliega/storage";

const FEATURES: Feature[] = [{ name: "x", type: "number", missing: "refused", mean: 0 }];
const DESCRIPTION = { estimator: "logistic", features: FEATURES } as const;

/** The scorer of log-odds x, or of three classes with the sums x, 0 and −x, with a calibration. */
const calibrated = (calibration: unknown, classes = 2) =>
  loadScorer(DESCRIPTION, {
    ...(classes === 2
      ? logisticJson([0, 1])
      : softmaxRegressionJson([
          [0, 1],
          [0, 0],
          [0, -1],
        ])),
    calibration,
  });

const ISOTONIC = { method: "isotonic", at: [-2, 0, 1], probability: [0.1, 0.3, 0.9] };

describe("a calibrated model", () => {
  test("answers by the sigmoid of a line", () => {
    const scorer = calibrated({ method: "platt", slope: 0.5, intercept: -1 });
    const into = new Float64Array(1);
    for (const x of [-3, 0, 0.7, 40]) {
      const row = Float64Array.of(x);
      expect(scorer.score(row)).toBeCloseTo(1 / (1 + Math.exp(1 - 0.5 * x)), 14);
      scorer.scores(row, into);
      expect(into[0]).toBe(scorer.score(row));
      scorer.sums(row, into);
      expect(into[0]).toBe(x);
      expect(scorer.contributions(row).sum).toBe(x);
    }
  });

  test("answers linearly between points, and like the last one beyond", () => {
    const { score } = calibrated(ISOTONIC);
    const answers = [-9, -2, -1, 0, 0.25, 1, 9, NaN].map((x) => score(Float64Array.of(x)));
    [0.1, 0.1, 0.2, 0.3, 0.45, 0.9, 0.9].forEach((expected, i) =>
      expect(answers[i]).toBeCloseTo(expected, 14),
    );
    expect(answers[7]).toBeNaN();
  });

  test("answers for three classes by the softmax of its sums times a slope plus offsets", () => {
    const scorer = calibrated({ method: "temperature", slope: 2, offsets: [0.5, 0, -0.5] }, 3);
    const into = new Float64Array(3);
    scorer.scores(Float64Array.of(0.3), into);
    const powers = [1.1, 0, -1.1].map(Math.exp);
    const total = powers.reduce((a, b) => a + b);
    powers.forEach((power, k) => expect(into[k]).toBeCloseTo(power / total, 14));
    scorer.sums(Float64Array.of(0.3), into);
    expect([...into]).toEqual([0.3, 0, -0.3]);
  });

  test.each<[string, unknown, number]>([
    ["falls", { method: "platt", slope: -1, intercept: 0 }, 2],
    ["has no method", { slope: 1, intercept: 0 }, 2],
    ["has sums that do not rise", { ...ISOTONIC, at: [-2, 0, 0] }, 2],
    ["has probabilities that fall", { ...ISOTONIC, probability: [0.1, 0.9, 0.3] }, 2],
    ["has a probability too few", { ...ISOTONIC, probability: [0.1, 0.9] }, 2],
    ["is of three classes for two", { method: "temperature", slope: 1, offsets: [0, 0, 0] }, 2],
    ["is of two classes for three", ISOTONIC, 3],
    ["is of four for three", { method: "temperature", slope: 1, offsets: [0, 0, 0, 0] }, 3],
  ])("is refused when its calibration %s", (_, calibration, classes) => {
    expect(() => calibrated(calibration, classes)).toThrow();
  });

  test("is refused for a number", () => {
    const json = { name: "LinearRegression", weights: [0, 1], calibration: ISOTONIC };
    expect(() => loadScorer({ ...DESCRIPTION, estimator: "linear" }, json)).toThrow(
      "A regression with calibration isotonic",
    );
  });
});
