import type { Engine } from "@despliega/trainer/engine/engine.js";
import type {
  ObservationColumn,
  ObservationTable,
} from "@despliega/trainer/estimators/observation-table.js";
import {
  describeFeatures,
  type FeatureStatistics,
} from "@despliega/trainer/estimators/statistics.js";

import { randomOf, type Random } from "./random.js";

/** What a sample of loans is drawn by. */
export interface LoansOptions {
  readonly entities: number;
  /** Observations of each entity, which are alike. */
  readonly perEntity: number;
  /** The log-odds of each class against class 0 where all features are 0. */
  readonly intercepts: readonly number[];
}

/** A sample of loans. */
export interface Loans {
  readonly columns: readonly Float64Array[];
  readonly labels: Float64Array;
  readonly perEntity: number;
}

/** Of the features, how many move the label: the first ones. The others are null features. */
export const REAL = 2;

/** The features of a sample: the first of {@link REAL} move the label. Every second one is the same for an entity's loans. */
const FEATURES: readonly ((random: Random) => number)[] = [
  ({ normal }) => normal(),
  ({ normal }) => Math.min(Math.exp(normal()), 5),
  ({ normal }) => normal(),
  ({ uniform }) => -Math.log(uniform()),
  ({ uniform }) => (uniform() < 0.3 ? 1 : 0),
];

const SLOPES = [0.5, 0.3];

/** Draws a sample. Loans of one entity share what no feature tells. */
export const drawLoans = (
  { entities, perEntity, intercepts }: LoansOptions,
  seed: number,
  round: number,
): Loans => {
  const random = randomOf(seed, round);
  const rows = entities * perEntity;
  const columns = FEATURES.map(() => new Float64Array(rows));
  const labels = new Float64Array(rows);
  for (let row = 0; row < rows;) {
    const shared = FEATURES.map((draw) => draw(random));
    const hidden = perEntity > 1 ? random.normal() : 0;
    for (let of = 0; of < perEntity; of++, row++) {
      const x = FEATURES.map((draw, i) => (i % 2 === 0 ? shared[i]! : draw(random)));
      x.forEach((value, i) => (columns[i]![row] = value));
      const sum = SLOPES.reduce((all, slope, i) => all + slope * x[i]!, hidden);
      labels[row] = classOf(sum, intercepts, random);
    }
  }
  return { columns, labels, perEntity };
};

/** The class of a loan: the odds of each class against class 0 are those of its intercept and its share of the sum. */
const classOf = (sum: number, intercepts: readonly number[], { uniform }: Random): number => {
  const odds = intercepts.map((intercept, k) => Math.exp(intercept + sum / (k + 1)));
  let left = uniform() * (1 + odds.reduce((a, b) => a + b, 0));
  return 1 + odds.findIndex((each) => (left -= each) < 0);
};

/** A sample as the trainer sees it. */
export interface LoanTable {
  readonly observations: ObservationTable;
  readonly statistics: readonly FeatureStatistics[];
  /** How many loans each class has. */
  readonly counts: readonly number[];
}

/** Puts a sample into the engine, which the caller scopes. */
export const tableOfLoans = async (
  engine: Engine,
  { columns, labels, perEntity }: Loans,
  classes: number,
): Promise<LoanTable> => {
  const names = columns.map((_, i) => ({ name: `x${i}` }));
  const drawn = await engine.tableOf<string>({
    label: labels,
    ...Object.fromEntries(names.map(({ name }, i) => [name, columns[i]!])),
  });
  const observations = await engine.view<ObservationColumn>(`
    SELECT place AS observation, floor((place - 1) / ${perEntity}) AS entity, NULL AS observed_at,
           CAST(label AS INTEGER) AS label, ${names.map(({ name }) => name).join()}
    FROM ${drawn.name}`);
  const counts = Array.from({ length: classes }, (_, k) => labels.filter((y) => y === k).length);
  return { observations, statistics: await describeFeatures(engine, observations, names), counts };
};
