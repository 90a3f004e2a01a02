import { describe, expect, test } from "@jest/globals";
import { probabilityBy, sigmoid, softmax, temperedBy, type Calibration } from "@despliega/storage";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { calibrate } from "@despliega/trainer/learn/finish/calibrate.js";
import { learnIsotonic } from "@despliega/trainer/learn/finish/isotonic.js";
import { learnPlatt } from "@despliega/trainer/learn/finish/platt.js";
import type { Points } from "@despliega/trainer/learn/finish/points.js";
import { learnTemperature } from "@despliega/trainer/learn/finish/temperature.js";
import fc from "fast-check";

const FOLDS = 5;

/** Points whose sums are drawn evenly between two ends, and whose class 1 comes with a probability by the sum. */
const pointsOf = (
  count: number,
  [low, high]: readonly [number, number],
  probability: (sum: number) => number,
): Points => {
  const draw = drawStream(7, count);
  const even = () => draw(2 ** 30) / 2 ** 30;
  const sums = Float64Array.from({ length: count }, () => low + (high - low) * even()).sort();
  return {
    sums: [sums],
    labels: sums.map((sum) => (even() < probability(sum) ? 1 : 0)),
    folds: sums.map((_, i) => i % FOLDS),
  };
};

const byHand = (sums: readonly number[], labels: readonly number[]): Points => ({
  sums: [Float64Array.from(sums)],
  labels: Float64Array.from(labels),
  folds: new Float64Array(labels.length),
});

const LOG_ODDS = { link: "sigmoid", outputs: 1 } as const;

describe("steps", () => {
  test("join neighbours that fall, and stay away from what no points can show", () => {
    const points = byHand([0, 1, 2, 3, 3, 4, 5, 6], [0, 0, 1, 0, 1, 0, 1, 1]);
    // The blocks are 0 and 1 without class 1, then 2 to 4 with half, then 5 and 6 with nothing else.
    expect(learnIsotonic(points)).toEqual({
      method: "isotonic",
      at: [0.5, 3, 5.5],
      probability: [0.25, 0.5, 0.75],
    });
  });

  test("are none where the share of class 1 does not rise", () => {
    expect(learnIsotonic(byHand([0, 1, 2, 3], [1, 0, 1, 0]))).toBeUndefined();
  });

  test("rise, and are the nearest rising ones to the labels", () => {
    const drawn = fc.array(
      fc.tuple(fc.integer({ min: 0, max: 9 }), fc.integer({ min: 0, max: 1 })),
      {
        minLength: 2,
        maxLength: 30,
      },
    );
    fc.assert(
      fc.property(drawn, (pairs) => {
        const sorted = pairs.toSorted(([a], [b]) => a - b);
        const [sums, labels] = [sorted.map(([sum]) => sum), sorted.map(([, label]) => label)];
        const found = learnIsotonic(byHand(sums, labels));
        const nearest = risingFit(sums, labels);
        if (found === undefined) return expect(new Set(nearest).size).toBe(1);
        const { at, probability } = found as Extract<Calibration, { method: "isotonic" }>;
        probability.slice(1).forEach((p, i) => expect(p).toBeGreaterThanOrEqual(probability[i]!));
        const inner = [...new Set(nearest)].filter((share) => share > 0 && share < 1);
        expect([...new Set(probability)].filter((p) => inner.includes(p))).toEqual(inner);
        expect(at.length).toBe(new Set(nearest).size);
      }),
    );
  });
});

/** The rising shares that are nearest to labels, by the largest mean that begins at or before a point and the least after. */
const risingFit = (sums: readonly number[], labels: readonly number[]): number[] => {
  const values = [...new Set(sums)];
  const share = (from: number, to: number): number => {
    const inside = labels.filter((_, i) => sums[i]! >= from && sums[i]! <= to);
    return inside.reduce((a, b) => a + b, 0) / inside.length;
  };
  return values.map((own) =>
    Math.max(
      ...values
        .filter((from) => from <= own)
        .map((from) => Math.min(...values.filter((to) => to >= own).map((to) => share(from, to)))),
    ),
  );
};

test("a line has the least loss to Platt's aims", async () => {
  const points = pointsOf(400, [-3, 5], (sum) => sigmoid(0.6 * sum - 0.8));
  const found = (await learnPlatt(points)) as Extract<Calibration, { method: "platt" }>;
  const positives = points.labels.reduce((a, b) => a + b);
  const aims = points.labels.map((label) =>
    label === 1 ? (positives + 1) / (positives + 2) : 1 / (402 - positives),
  );
  const slopeOf = (weigh: (sum: number) => number) =>
    points.sums[0]!.reduce(
      (sum, s, i) => sum + (sigmoid(found.slope * s + found.intercept) - aims[i]!) * weigh(s),
      0,
    );
  expect(slopeOf(() => 1)).toBeCloseTo(0, 6);
  expect(slopeOf((sum) => sum)).toBeCloseTo(0, 6);
  expect(found.slope).toBeGreaterThan(0.4);
  expect(found.slope).toBeLessThan(0.8);
});

test("a line is none where the sums say the opposite, or nothing", async () => {
  expect(await learnPlatt(pointsOf(400, [-3, 3], (sum) => sigmoid(-sum)))).toBeUndefined();
  expect(await learnPlatt(byHand([1, 1, 1], [0, 1, 1]))).toBeUndefined();
});

test.each([
  ["softmax", (sum: number) => sum],
  ["identity", Math.exp],
] as const)("a temperature with offsets is found again, after %s", async (link, sumOf) => {
  const draw = drawStream(3, 1);
  const even = () => draw(2 ** 30) / 2 ** 30;
  const wanted = { method: "temperature", slope: 0.5, offsets: [0.4, 0.1, -0.5] } as const;
  const temper = temperedBy({ ...wanted, offsets: [...wanted.offsets] }, "softmax");
  const sums = [0, 1, 2].map(() => Float64Array.from({ length: 20_000 }, () => -5 * even()));
  const into = new Float64Array(3);
  const labels = sums[0]!.map((_, i) => {
    sums.forEach((column, k) => (into[k] = column[i]!));
    temper(into, 3);
    const at = even();
    return at < into[0]! ? 0 : at < into[0]! + into[1]! ? 1 : 2;
  });
  const points = { sums: sums.map((column) => column.map(sumOf)), labels, folds: labels };
  const found = (await learnTemperature(points, link)) as Extract<
    Calibration,
    { method: "temperature" }
  >;
  expect(found.slope).toBeCloseTo(wanted.slope, 1);
  wanted.offsets.forEach((offset, k) =>
    expect(Math.abs(found.offsets[k]! - offset)).toBeLessThan(0.05),
  );
});

describe("the way to calibrate", () => {
  test.each([
    ["nothing, where probabilities are right", 4_000, sigmoid, undefined],
    ["a line, where they are too sure", 4_000, (sum: number) => sigmoid(0.4 * sum - 1), "platt"],
    [
      "steps, where no line fits",
      8_000,
      (sum: number) => (sum < -1 ? 0.05 : sum < 2 ? 0.5 : 0.6),
      "isotonic",
    ],
    [
      "a line, where points are too few for steps",
      600,
      (sum: number) => (sum < -1 ? 0.05 : 0.5),
      "platt",
    ],
    ["nothing, where points are few", 60, (sum: number) => sigmoid(0.3 * sum - 2), undefined],
  ])("is %s", async (_, count, probability, method) => {
    const { calibration, byFold } = await calibrate(
      pointsOf(count, [-4, 4], probability),
      LOG_ODDS,
      FOLDS,
    );
    expect(calibration?.method).toBe(method);
    expect(byFold.map((own) => own?.method)).toEqual(Array.from({ length: FOLDS }, () => method));
  });

  test.each([
    ["sigmoid", 1],
    ["softmax", 3],
  ] as const)("undoes weights of classes by a few points, after %s", async (link, outputs) => {
    const draw = drawStream(11, outputs);
    // The sums are about 0 in all classes, of which the last has 1 point of 101.
    const labels = Float64Array.from({ length: 1_010 }, (_, i) => {
      if (i % 101 === 0) return Math.max(outputs - 1, 1);
      return outputs === 1 ? 0 : i % 2;
    });
    const sums = Array.from({ length: outputs }, () => labels.map(() => draw(1_000) / 1e4));
    const folds = labels.map((_, i) => i % FOLDS);
    const form = { link, outputs, isBalanced: true };
    const { calibration } = await calibrate({ sums, labels, folds }, form, FOLDS);
    expect(calibration).toMatchObject(
      outputs === 1
        ? { method: "platt", slope: 1, intercept: Math.log(1 / 100) }
        : { method: "temperature", slope: 1 },
    );
    if (calibration?.method === "temperature")
      expect(calibration.offsets[2]! - calibration.offsets[0]!).toBeCloseTo(Math.log(10 / 500), 9);
  });

  test("comes near to the probabilities that there are", async () => {
    const truth = (sum: number) => 0.1 + 0.8 * sigmoid(3 * sum);
    const { calibration } = await calibrate(pointsOf(20_000, [-2, 2], truth), LOG_ODDS, FOLDS);
    const probability = probabilityBy(calibration as Parameters<typeof probabilityBy>[0]);
    for (const sum of [-1.5, -0.5, 0, 0.5, 1.5])
      expect(Math.abs(probability(sum) - truth(sum))).toBeLessThan(0.04);
  });

  test("of a fold does not know its labels", async () => {
    const points = pointsOf(2_000, [-4, 4], (sum) => sigmoid(0.4 * sum - 1));
    const labels = points.labels.map((label, i) => (i % 50 === 2 ? 1 - label : label));
    const [found, changed] = await Promise.all(
      [points, { ...points, labels }].map((of) => calibrate(of, LOG_ODDS, FOLDS)),
    );
    expect(found!.byFold[2]).toMatchObject({ method: "platt" });
    expect(changed!.byFold[2]).toEqual(found!.byFold[2]);
    expect(changed!.byFold[1]).not.toEqual(found!.byFold[1]);
  });

  test("of three classes is a temperature", async () => {
    const draw = drawStream(5, 1);
    const even = () => draw(2 ** 30) / 2 ** 30;
    const sums = [0, 1, 2].map(() => Float64Array.from({ length: 3_000 }, () => 8 * even()));
    const into = new Float64Array(3);
    const labels = sums[0]!.map((_, i) => {
      sums.forEach((column, k) => (into[k] = column[i]! / 4));
      softmax(into, 3);
      const at = even();
      return at < into[0]! ? 0 : at < into[0]! + into[1]! ? 1 : 2;
    });
    const folds = labels.map((_, i) => i % FOLDS);
    const form = { link: "softmax", outputs: 3 } as const;
    const { calibration } = await calibrate({ sums, labels, folds }, form, FOLDS);
    expect(calibration).toMatchObject({ method: "temperature", slope: expect.closeTo(0.25, 1) });
  });
});
