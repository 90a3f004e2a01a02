import { describe, expect, test } from "@jest/globals";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import { classBasis } from "@despliega/trainer/estimators/logistic/class-basis.js";
import {
  fitLogistic,
  type LogisticOptions,
} from "@despliega/trainer/estimators/logistic/logistic.js";
import { fitSoftmax, type SoftmaxFit } from "@despliega/trainer/estimators/logistic/softmax.js";
import { inverse, Matrix } from "ml-matrix";

import { named } from "../../../support/relations.js";
import { testEngine } from "../../support/engine.js";
import { describeRows, describeTable, standardise, uniform, type Row } from "../rows.js";
import { drawRows as drawTwo } from "./data.js";

const engine = await testEngine();
const [alone, four] = [await testEngine(1), await testEngine(4)];
const PLAIN: LogisticOptions = { kind: "logistic", ridge: 0, classWeights: "none" };

const countsOf = (rows: readonly Row[], classes: number): number[] =>
  Array.from({ length: classes }, (_, k) => rows.filter(({ y }) => y === k).length);

const fit = async (
  rows: readonly Row[],
  options: Partial<LogisticOptions> = {},
  classes = 3,
): Promise<SoftmaxFit> => {
  const statistics = await describeRows(engine, rows, "BIGINT");
  const data = { observations: named("training"), counts: countsOf(rows, classes), statistics };
  return fitSoftmax(engine, data, { ...PLAIN, ...options });
};

/** Rows whose classes follow the sums of two features on scales of their own, the second with gaps. */
const draw = (count: number, seed = 7): Row[] => {
  const next = uniform(seed);
  return Array.from({ length: count }, () => {
    const [a, b] = [4 * next() - 2, 400 * next() + 50];
    const exponentials = [0.4 + a, 0.01 * b - 2, -0.5 * a].map(Math.exp);
    let left = next() * exponentials.reduce((sum, e) => sum + e);
    const y = exponentials.findIndex((e) => (left -= e) < 0);
    return { x: [a, next() < 0.1 ? null : b], y };
  });
};

/** The derivative of the penalised loss by each weight of each class, in plain loops. */
const gradientAt = (
  rows: readonly Row[],
  beta: readonly (readonly number[])[],
  ridge: number,
  weights: readonly number[],
): number[][] => {
  const gradient = beta.map((own) => own.map((b, i) => (i === 0 ? 0 : ridge * b)));
  standardise(rows).forEach((z, n) => {
    const exponentials = beta.map((own) => Math.exp(own.reduce((sum, b, i) => sum + b * z[i]!, 0)));
    const total = exponentials.reduce((a, b) => a + b);
    exponentials.forEach((e, k) =>
      z.forEach((value, i) => {
        const error = e / total - (rows[n]!.y === k ? 1 : 0);
        gradient[k]![i]! += weights[rows[n]!.y]! * error * value;
      }),
    );
  });
  return gradient;
};

/** The standardised weights, of those for raw values. */
const standardised = ({ weights, coefficients }: SoftmaxFit, rows: readonly Row[]): number[][] => {
  const means = rows[0]!.x.map((_, i) => {
    const there = rows.flatMap(({ x }) => x[i] ?? []);
    return there.reduce((a, b) => a + b) / there.length;
  });
  return weights.map((own, k) => [
    own[0]! + means.reduce((sum, mean, i) => sum + mean * own[i + 1]!, 0),
    ...coefficients[k]!.map(({ estimate }) => estimate),
  ]);
};

/** Errors of the weights of three classes less their mean, from those against class 0, in plain loops without a ridge. */
const scoreErrors = (
  rows: readonly (Row & { readonly entity: number })[],
  beta: readonly (readonly number[])[],
  weights: readonly number[],
): number[][] => {
  const z = standardise(rows);
  const width = z[0]!.length;
  const hessian = Matrix.zeros(2 * width, 2 * width);
  const scores = new Map<number, Matrix>();
  rows.forEach(({ y, entity }, n) => {
    const exponentials = beta.map((own) =>
      Math.exp(own.reduce((sum, b, i) => sum + b * z[n]![i]!, 0)),
    );
    const total = exponentials.reduce((a, b) => a + b);
    const [, ...p] = exponentials.map((e) => e / total) as [number, number, number];
    const score = Matrix.zeros(2 * width, 1);
    for (const k of [0, 1])
      z[n]!.forEach((a, i) => {
        score.set(k * width + i, 0, weights[y]! * (p[k]! - (y === k + 1 ? 1 : 0)) * a);
        for (const l of [0, 1])
          z[n]!.forEach((b, j) => {
            const [one, other] = [k * width + i, l * width + j];
            const curve = weights[y]! * p[k]! * ((k === l ? 1 : 0) - p[l]!) * a * b;
            hessian.set(one, other, hessian.get(one, other) + curve);
          });
      });
    scores.set(entity, Matrix.add(scores.get(entity) ?? Matrix.zeros(2 * width, 1), score));
  });
  const meat = Matrix.zeros(2 * width, 2 * width);
  for (const score of scores.values()) meat.add(score.mmul(score.transpose()));
  const covariance = inverse(hessian).mmul(meat).mmul(inverse(hessian));
  return beta.map((_, k) =>
    z[0]!.map((__, i) => {
      const against = [1, 2].map((l) => (l === k ? 1 : 0) - 1 / 3);
      const variance = against.flatMap((a, one) =>
        against.map((b, other) => a * b * covariance.get(one * width + i, other * width + i)),
      );
      return Math.sqrt(variance.reduce((sum, part) => sum + part, 0));
    }),
  );
};

describe("three classes", () => {
  test.each([
    ["no ridge", 0, "none"],
    ["a ridge", 5, "none"],
    ["balanced classes", 0.5, "balanced"],
  ] as const)(
    "have no slope of the loss at the optimum with %s",
    async (_, ridge, classWeights) => {
      const rows = draw(600);
      const fitted = await fit(rows, { ridge, classWeights });
      const counts = countsOf(rows, 3);
      const weights = counts.map((count) => (classWeights === "none" ? 1 : 200 / count));
      for (const own of gradientAt(rows, standardised(fitted, rows), ridge, weights))
        for (const slope of own) expect(Math.abs(slope)).toBeLessThan(1e-6);
      const sums = fitted.weights[0]!.map((__, i) =>
        fitted.weights.reduce((sum, own) => sum + own[i]!, 0),
      );
      for (const sum of sums) expect(Math.abs(sum)).toBeLessThan(1e-9);
    },
  );

  test("with weights have the errors of the scores of entities, in plain loops", async () => {
    const rows = draw(300).map((row, i) => ({ ...row, entity: Math.floor(i / 3) }));
    const fitted = await fit(rows, { classWeights: "balanced" });
    const weights = countsOf(rows, 3).map((count) => 100 / count);
    const plain = scoreErrors(rows, standardised(fitted, rows), weights);
    fitted.coefficients.forEach((own, k) =>
      own.forEach(({ standardError }, i) =>
        expect(standardError / plain[k]![i + 1]!).toBeCloseTo(1, 6),
      ),
    );
  });

  test("have the shares of the classes as probabilities where the features tell nothing", async () => {
    const next = uniform(3);
    const labels = [0, 0, 0, 1, 1, 2];
    const rows = Array.from({ length: 1200 }, (_, i) => ({ x: [next()], y: labels[i % 6]! }));
    const { weights } = await fit(rows, { ridge: 1e9 });
    const exponentials = weights.map((own) => Math.exp(own[0]!));
    const total = exponentials.reduce((a, b) => a + b);
    [1 / 2, 1 / 3, 1 / 6].forEach((share, k) =>
      expect(exponentials[k]! / total).toBeCloseTo(share, 6),
    );
  });

  test("that a feature separates do not converge without a ridge, and do with one", async () => {
    const rows = Array.from({ length: 90 }, (_, i) => ({ x: [i], y: Math.floor(i / 30) }));
    await expect(fit(rows)).rejects.toMatchObject({ code: "NOT_CONVERGED" });
    expect((await fit(rows, { ridge: 1 })).passes).toBeGreaterThan(1);
  });

  test.each(["none", "balanced"] as const)(
    "beside two without a row have the weights that they have alone, with class weights %s",
    async (classWeights) => {
      const rows = draw(300);
      const alone = await fit(rows, { ridge: 1, classWeights });
      const [first, third, fifth] = [0, 2, 4];
      const labels = [first, third, fifth];
      const apart = rows.map(({ x, y }) => ({ x, y: labels[y]! }));
      const fitted = await fit(apart, { ridge: 1, classWeights }, 5);
      labels.forEach((label, k) => {
        expect(fitted.weights[label]).toEqual(alone.weights[k]);
        expect(fitted.coefficients[label]).toEqual(alone.coefficients[k]);
      });
      for (const label of [1, 3]) {
        expect(fitted.weights[label]).toEqual([Math.log(0.5 / 300), 0, 0]);
        expect(fitted.coefficients[label]).toEqual([]);
      }
    },
  );

  test("of which one alone has rows do not converge", async () => {
    const rows = draw(60).map(({ x }) => ({ x, y: 1 }));
    await expect(fit(rows, { ridge: 1 })).rejects.toMatchObject({ code: "NOT_CONVERGED" });
  });
});

test.each([
  ["none", (i: number) => i],
  ["none", (i: number) => Math.floor(i / 4)],
  ["balanced", (i: number) => i],
  ["balanced", (i: number) => Math.floor(i / 4)],
] as const)(
  "two classes come to the weights and errors of the fit of two, at twice the ridge, with class weights %s",
  async (classWeights, entityOf) => {
    const rows = drawTwo(400, [1, 1, -0.7]).map((row, i) => ({ ...row, entity: entityOf(i) }));
    const several = await fit(rows, { ridge: 6, classWeights }, 2);
    const two = await fitLogistic(
      engine,
      {
        observations: named("training"),
        rows: 400,
        positives: countsOf(rows, 2)[1]!,
        statistics: await describeTable(engine, "training", 2),
      },
      { ...PLAIN, ridge: 3, classWeights },
    );
    two.weights.forEach((weight, i) =>
      expect(several.weights[1]![i]! - several.weights[0]![i]!).toBeCloseTo(weight, 8),
    );
    // Half the difference has half the error.
    two.coefficients.forEach(({ standardError }, i) =>
      expect(2 * several.coefficients[1]![i]!.standardError).toBeCloseTo(standardError, 6),
    );
  },
);

test("more rows than a thread takes at once give the same bits with 1 and 4 threads, in any order", async () => {
  const fits: unknown[] = [];
  const fitOn = async (own: Engine, order: string): Promise<unknown> => {
    await own.run(`
      CREATE OR REPLACE TABLE training AS
      SELECT i AS observation, i // 3 AS entity, x0, CASE WHEN i % 7 > 0 THEN hash(i, 2) % 1000 / 500 END AS x1,
             floor(x0 * 2 + hash(i, 3) % 1000 / 1000)::BIGINT AS label
      FROM (SELECT i, hash(i, 1) % 1000 / 1000 AS x0 FROM range(150000) AS t(i)) ORDER BY ${order}`);
    const statistics = await describeTable(own, "training", 2);
    const counts = [0, 1, 2].map((k) => `count(*) FILTER (WHERE label = ${k}) AS c${k}`);
    const row = await own.row<Record<string, number>>(`SELECT ${counts.join()} FROM training`);
    const data = { observations: named("training"), counts: Object.values(row), statistics };
    return fitSoftmax(own, data, { ...PLAIN, ridge: 1, classWeights: "balanced" });
  };
  fits.push(await fitOn(alone, "i"));
  fits.push(await fitOn(four, "hash(i, 9)"));
  expect(fits[1]).toEqual(fits[0]);
});

test("the basis of the weights is orthonormal and adds up to 0 over the classes", () => {
  const basis = classBasis(5);
  for (const a of [0, 1, 2, 3]) {
    expect(basis.reduce((sum, row) => sum + row[a]!, 0)).toBeCloseTo(0, 12);
    for (const b of [0, 1, 2, 3])
      expect(basis.reduce((sum, row) => sum + row[a]! * row[b]!, 0)).toBeCloseTo(
        a === b ? 1 : 0,
        12,
      );
  }
});
