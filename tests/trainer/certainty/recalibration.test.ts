import { expect, test } from "@jest/globals";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import { rankScores } from "@despliega/trainer/evaluate/ranking.js";
import { calibrationMetrics } from "@despliega/trainer/evaluate/recalibration.js";
import { Z } from "@despliega/trainer/evaluate/wilson.js";
import { recalibrationSpreads } from "@despliega/trainer/learn/certainty/recalibration-spreads.js";
import type { ScoredRows } from "@despliega/trainer/learn/certainty/scored-rows.js";

import { named } from "../../support/relations.js";
import { makeScored, testEngine } from "../support/engine.js";

const engine = await testEngine();

const sigmoid = (x: number): number => 1 / (1 + Math.exp(-x));

const metricsOf = async (rows: readonly (readonly [label: number, score: number])[]) => {
  await makeScored(engine, rows);
  return calibrationMetrics(engine, await rankScores(engine, named("scored")), rows.length);
};

/** Scores whose log-odds are too far from 0 by half, and too low by 0.3; each observation is there four times. */
const simulated = (stream: number, entities: number): ScoredRows => {
  const draw = drawStream(11, stream);
  const even = () => (draw(2 ** 30) + 0.5) / 2 ** 30;
  const rows = Array.from({ length: entities }, () => {
    const truth = 4 * even() - 2.5;
    return { label: even() < sigmoid(truth) ? 1 : 0, score: sigmoid(1.5 * (truth - 0.3)) };
  });
  const times = rows.flatMap((row, entity) =>
    Array.from({ length: 4 }, () => ({ ...row, entity })),
  );
  return {
    labels: Float64Array.from(times, ({ label }) => label),
    scores: [Float64Array.from(times, ({ score }) => score)],
    entities: Uint32Array.from(times, ({ entity }) => entity),
    count: entities,
  };
};

const pairsOf = ({ labels, scores: [scores] }: ScoredRows) =>
  [...labels].map((label, i) => [label, scores![i]!] as const);

test("slope and intercept solve their equations", async () => {
  const rows = simulated(0, 300);
  const { calibration_slope: slope, calibration_intercept: shift } = await metricsOf(pairsOf(rows));
  const logits = [...rows.scores[0]!].map((p) => Math.log(p / (1 - p)));
  const missed = logits.reduce((sum, x, i) => sum + sigmoid(x + shift!) - rows.labels[i]!, 0);
  expect(missed).toBeCloseTo(0, 6);
  // With the slope, some intercept makes both the errors and the errors times the log-odds add up to 0.
  const errorsAt = (intercept: number) =>
    logits.map((x, i) => sigmoid(slope! * x + intercept) - rows.labels[i]!);
  let [low, high] = [-9, 9];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (errorsAt(middle).reduce((a, b) => a + b) > 0) high = middle;
    else low = middle;
  }
  const products = errorsAt(low).map((error, i) => error * logits[i]!);
  expect(products.reduce((a, b) => a + b)).toBeCloseTo(0, 5);
});

test("of 100 intervals about 95 hold the truth, though observations of an entity are alike", async () => {
  const held = { slope: 0, shift: 0 };
  const whole = await metricsOf(pairsOf(simulated(1_000, 20_000)));
  for (let stream = 0; stream < 100; stream++) {
    const rows = simulated(stream, 150);
    const found = await metricsOf(pairsOf(rows));
    const spreads = await recalibrationSpreads(rows);
    const holds = (metric: string, truth: number) =>
      Math.abs(found[metric]! - truth) <= Z * spreads.get(metric)!.deviation;
    if (holds("calibration_slope", 1 / 1.5)) held.slope++;
    if (holds("calibration_intercept", whole["calibration_intercept"]!)) held.shift++;
  }
  for (const count of Object.values(held)) {
    expect(count).toBeGreaterThanOrEqual(89);
    expect(count).toBeLessThanOrEqual(99);
  }
});

test.each<[string, (readonly [number, number])[], readonly string[]]>([
  [
    "no slope of one score for all",
    [
      [0, 0.3],
      [1, 0.3],
      [0, 0.3],
    ],
    ["calibration_intercept"],
  ],
  [
    "no slope of scores that separate the classes",
    [
      [0, 0.2],
      [0, 0.3],
      [1, 0.6],
      [1, 0.8],
    ],
    ["calibration_intercept"],
  ],
  [
    "neither of one class alone",
    [
      [0, 0.2],
      [0, 0.3],
    ],
    [],
  ],
])("there is %s", async (_, rows, expected) => {
  expect(Object.keys(await metricsOf(rows))).toEqual(expected);
});

test("a score of 0 or 1 counts as one beside it", async () => {
  const rows = pairsOf(simulated(2, 300));
  const { calibration_slope: slope } = await metricsOf([...rows, [0, 0], [1, 1]]);
  const { calibration_slope: near } = await metricsOf([...rows, [0, 1e-6], [1, 1 - 1e-6]]);
  expect(slope).toBe(near);
  expect(slope).toBeLessThan(0.9);
});
