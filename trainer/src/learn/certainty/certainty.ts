import { agreed } from "../../evaluate/agreed.js";
import { metricOf } from "../../evaluate/metric.js";
import { Z } from "../../evaluate/wilson.js";
import { resample, type Measure, type Spread } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";

/** How much chance there is in the metrics of a test set. */
export interface Certainty {
  /** The 95 % interval of each metric, where one can be told. */
  readonly intervals: {
    readonly level: number;
    readonly metrics: Readonly<Record<string, Ends>>;
  };
  /** On how many observations each metric rests: of a recall the positives, of a precision the flagged. */
  readonly cases: Readonly<Record<string, number>>;
}

/** The ends of an interval. */
export type Ends = readonly [low: number, high: number];

/** How the metrics of one kind of model follow from its rows. */
export interface Measured {
  readonly measure: Measure;
  /** Spreads that a formula gives; the others are found by drawing. */
  readonly exact: ReadonlyMap<string, Spread>;
  /** Intervals of shares, of rows or of pairs of them, which hold with few cases too. */
  readonly shares: Readonly<Record<string, Ends | undefined>>;
  readonly cases: Certainty["cases"];
}

/** Whether so many cases leave a figure to chance. */
export const isFew = (cases: number): boolean => cases < 50;

/**
 * The intervals of metrics by the normal distribution, from what the bootstrap finds of their bias and their deviation.
 * (Davison and Hinkley, "Bootstrap Methods and Their Application", 1997, equation 5.5.) Shares have Wilson's, and the
 * ROC-AUC of two classes has one of its own.
 *
 * @param metrics of all observations
 * @param rows some of the observations, or all; more of them would spread less, by the square root
 */
export const certaintyOf = (
  metrics: Readonly<Record<string, number>>,
  observations: number,
  rows: ScoredRows,
  { measure, exact, shares, cases }: Measured,
): Certainty => {
  const part = rows.labels.length / observations;
  const isFound = (metric: string) => exact.has(metric) || (part === 1 && shares[metric]);
  const drawn = Object.keys(metrics).every(isFound) ? [] : resample(rows.count, measure);
  const spreads = new Map([...drawn, ...exact]);
  const intervalOf = (metric: string, value: number): Ends | undefined => {
    const share = shares[metric];
    if (share !== undefined && part === 1) return share;
    const spread = spreads.get(metric);
    if (spread === undefined || spread.deviation === 0) return undefined;
    const [low, high] = endsOf(value, spread, part);
    const [least, most] = metricOf(metric)?.range ?? [-Infinity, Infinity];
    return [Math.max(least, low), Math.min(most, high)];
  };
  const found = Object.entries(metrics).flatMap(([metric, value]) => {
    const ends = intervalOf(metric, value);
    return ends === undefined ? [] : [[metric, ends] as const];
  });
  const known = Object.keys(metrics).flatMap((metric) =>
    cases[metric] === undefined ? [] : [[metric, cases[metric]] as const],
  );
  return {
    intervals: { level: 0.95, metrics: agreed(Object.fromEntries(found)) },
    cases: Object.fromEntries(known),
  };
};

/**
 * The ends of the 95 % interval around a value.
 *
 * @param part of the observations that its spread was found on; all of them spread less, by the square root
 */
export const endsOf = (value: number, { bias, deviation }: Spread, part: number): Ends => {
  const middle = value - bias * part;
  const half = Z * deviation * Math.sqrt(part);
  return [middle - half, middle + half];
};

/** The metrics that rest on few cases, each with how many. */
export const fewCases = ({
  cases,
}: Pick<Certainty, "cases">): readonly (readonly [metric: string, cases: number])[] =>
  Object.entries(cases).filter(([, n]) => isFew(n));
