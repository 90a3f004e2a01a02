import { expect, jest } from "@jest/globals";
import type { Figures } from "@despliega/storage";
import { areaDeviation } from "@despliega/trainer/learn/certainty/area-deviation.js";
import { areaOf } from "@despliega/trainer/learn/certainty/area-intervals.js";
import { placementsOf } from "@despliega/trainer/learn/certainty/placements.js";
import { recalibrationSpreads } from "@despliega/trainer/learn/certainty/recalibration-spreads.js";
import { chiSquare } from "@despliega/trainer/monitor/drift/chi-square.js";
import {
  jensenShannon,
  sharesOf,
  stabilityIndex,
} from "@despliega/trainer/monitor/drift/distances.js";
import { adjustedFor } from "@despliega/trainer/monitor/drift/false-findings.js";
import { kolmogorovSmirnov } from "@despliega/trainer/monitor/drift/kolmogorov.js";
import { expectedFigures } from "@despliega/trainer/monitor/performance/expected-figures.js";
import { figuresOfRows } from "@despliega/trainer/monitor/performance/figures-of-rows.js";
import type { JudgedForm } from "@despliega/trainer/monitor/performance/judged.js";
import { readJudged } from "@despliega/trainer/monitor/performance/judged-rows.js";

import { PYTHON, runScript, SETTING } from "../clients/python.js";
import { needing } from "../support/needing.js";
import { randomOf } from "../tools/numbers/lib/random.js";
import { drawnPair } from "../tools/numbers/lib/two-classifiers.js";
import { judgedSample } from "../trainer/monitor/judged-sample.js";
import { testEngine } from "../trainer/support/engine.js";

// Python's imports alone take seconds, and a busy machine its time.
jest.setTimeout(600_000);

const engine = await testEngine();
const referees = needing(SETTING.watch, PYTHON.watch !== undefined);

interface Request {
  readonly kind: string;
  readonly [name: string]: unknown;
}

/** What the referees say of each thing that is asked. */
const answersTo = async <T extends readonly unknown[]>(asked: readonly Request[]): Promise<T> =>
  runScript<T>("watch", "watch_figures.py", { asked });

const expectNear = (found: number, expected: number, within = 1e-9): void =>
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(within * Math.max(1, Math.abs(expected)));

const expectFigures = (
  figures: Figures,
  expected: Readonly<Record<string, number>>,
  within?: number,
): void => {
  for (const [metric, value] of Object.entries(expected))
    expectNear(figures[metric]!.value, value, within);
};

const TWO: JudgedForm = { task: "classification", threshold: { value: 0.6, policy: "" } };
const THREE: JudgedForm = { task: "classification", classes: ["a", "b", "c"] };
const NUMBER: JudgedForm = { task: "regression", scale: { of: "log", smearing: 1 } };

referees.test("figures of outcomes are those of scikit-learn", async () => {
  const drawn = async (form: JudgedForm, classes: number) => {
    const judged = await judgedSample(engine, { answers: 3_000, ofEach: 3, classes, seed: 7 });
    return readJudged(engine, judged, form, [], 3_000);
  };
  const [two, three, number] = [await drawn(TWO, 2), await drawn(THREE, 3), await drawn(NUMBER, 0)];
  const listed = (rows: typeof two) => ({
    labels: [...rows.labels],
    scores: [...rows.scores[0]!],
  });
  const [ofTwo, ofThree, ofNumber] = await answersTo<Readonly<Record<string, number>>[]>([
    {
      kind: "two_classes",
      ...listed(two),
      flagged: [...two.scores[0]!].map((score) => Number(score >= 0.6)),
    },
    {
      kind: "several_classes",
      labels: [...three.labels],
      scores: three.scores.slice(0, 3).map((column) => [...column]),
    },
    { kind: "numbers", ...listed(number) },
  ]);
  expectFigures((await figuresOfRows(two, TWO)).figures, ofTwo!);
  expectFigures((await figuresOfRows(three, THREE)).figures, ofThree!);
  expectFigures((await figuresOfRows(number, NUMBER)).figures, ofNumber!);
});

referees.test("errors of a ROC-AUC and of a difference are DeLong's", async () => {
  const rows = { entities: 800, rowsOfEach: 1, areas: [0.7, 0.8], correlation: 0.8 } as const;
  const [one, other] = drawnPair(rows, randomOf(5, 0)).map((answered) => answered.rows);
  // Rounded scores are often equal.
  const scores = [one!, other!].map((each) => each.scores[0]!.map((p) => Math.round(50 * p) / 50));
  const { labels } = one!;
  const [said] = await answersTo<{ area: number; deviation: number; ofDifference: number }[]>([
    { kind: "delong", labels: [...labels], scores: scores.map((each) => [...each]) },
  ]);
  const [placements, beside] = scores.map((each) => placementsOf(labels, each));
  expectNear(areaOf(labels, placements!), said!.area);
  expectNear(areaDeviation(one!, placements!), said!.deviation);
  const differences = placements!.map((value, row) => value - beside![row]!);
  expectNear(areaDeviation(one!, differences), said!.ofDifference);
});

referees.test("calibration and its errors by key are those of statsmodels", async () => {
  const judged = await judgedSample(engine, { answers: 3_000, ofEach: 3, seed: 11 });
  const rows = await readJudged(engine, judged, TWO, [], 3_000);
  const [said] = await answersTo<{ slope: [number, number]; intercept: [number, number] }[]>([
    {
      kind: "calibration",
      labels: [...rows.labels],
      scores: [...rows.scores[0]!],
      entities: [...rows.entities],
    },
  ]);
  const found = await recalibrationSpreads(rows);
  for (const [metric, [value, deviation]] of [
    ["calibration_slope", said!.slope],
    ["calibration_intercept", said!.intercept],
  ] as const) {
    expectNear(found.get(metric)!.value, value);
    expectNear(found.get(metric)!.deviation, deviation);
  }
});

/** Counts of a few bins, before and now. */
const COUNTS = [
  { before: [30, 200, 400, 250, 120], now: [25, 190, 410, 240, 135] },
  { before: [300, 200, 400, 250], now: [900, 10, 40, 500] },
  { before: [30, 200, 0, 250, 120], now: [0, 190, 40, 240, 0] },
] as const;

interface SaidOfDrift {
  readonly psi: number;
  readonly jensenShannon: number;
  readonly evidentlyJensenShannon: number;
  readonly ks: readonly [statistic: number, p: number];
  readonly chiSquare: readonly [statistic: number, p: number, degrees: number];
}

referees.test("drift is that of scipy and Evidently", async () => {
  const said = await answersTo<SaidOfDrift[]>(COUNTS.map((each) => ({ kind: "drift", ...each })));
  COUNTS.forEach(({ before, now }, i) => {
    const { psi, jensenShannon: distance, evidentlyJensenShannon, ks, chiSquare: chi } = said[i]!;
    expectNear(stabilityIndex(sharesOf(before), sharesOf(now)), psi);
    expectNear(jensenShannon(sharesOf(before), sharesOf(now)), distance);
    expectNear(evidentlyJensenShannon, distance);
    const tested = kolmogorovSmirnov(before, now);
    expectNear(tested.statistic, ks[0]);
    expectNear(tested.p, ks[1]);
    const test = chiSquare(before, now);
    expectNear(test.statistic, chi[0]);
    expectNear(test.p, chi[1]);
    expect(test.degrees).toBe(chi[2]);
  });
});

referees.test("p-values of many features are adjusted as scipy does", async () => {
  const { uniform } = randomOf(13, 0);
  const p = Array.from({ length: 30 }, () => uniform() ** 3);
  const [said] = await answersTo<number[][]>([{ kind: "false_findings", p }]);
  adjustedFor(p).forEach((value, i) => expectNear(value, said![i]!));
});

interface Chunk {
  readonly scores: readonly (readonly number[])[];
  readonly figures: Readonly<Record<string, number>>;
}

referees.test("expected performance is that of NannyML on its own example data", async () => {
  // Their data answer with class 1 from 0.65 on.
  const theirs: JudgedForm = { task: "classification", threshold: { value: 0.645, policy: "" } };
  const [calibrated, plain, several] = await answersTo<Chunk[][]>([
    { kind: "expected", classes: 2, calibrated: true },
    { kind: "expected", classes: 2, calibrated: false },
    { kind: "expected", classes: 3, calibrated: false },
  ]);
  const figuresOf = ({ scores }: Chunk, form: JudgedForm) =>
    expectedFigures(
      scores.map((column) => Float64Array.from(column)),
      form,
    );
  for (const chunk of calibrated!)
    expectNear(figuresOf(chunk, theirs)["roc_auc"]!.value, chunk.figures["roc_auc"]!, 1e-6);
  for (const chunk of plain!) expectFigures(figuresOf(chunk, theirs), chunk.figures, 1e-6);
  for (const chunk of several!) expectFigures(figuresOf(chunk, THREE), chunk.figures, 1e-6);
});
