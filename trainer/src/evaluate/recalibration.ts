import type { Engine } from "../engine/engine.js";
import { exactSum } from "../engine/exact-sum.js";
import { double } from "../engine/sql.js";
import { minimise, type Curved } from "./minimise.js";
import type { Ranking } from "./ranking.js";

/** The line that turns log-odds of probabilities into the right ones. */
export interface Recalibration {
  readonly slope: number;
  readonly intercept: number;
}

/** Sums over observations at a line, of which likelihood and derivatives are made: x is the log-odds, p the probability. */
export interface LineSums {
  readonly loss: number;
  /** Of p less the label, and of that times x. */
  readonly error: number;
  readonly errorX: number;
  /** Of p (1 − p), and of that times x and x². */
  readonly weight: number;
  readonly weightX: number;
  readonly weightXX: number;
}

/** The metrics of {@link calibrationMetrics}. */
export const CALIBRATION: readonly string[] = ["calibration_slope", "calibration_intercept"];

/** Probabilities nearer to 0 or 1 count as this near. */
export const NEAREST = 1e-6;

/** A line beyond this slope or intercept is none: the probabilities separate the classes, and farther is likelier. */
const FARTHEST = 1e3;

/** So is one that leaves a mean p (1 − p) below this. */
const LEAST_WEIGHT = 1e-9;

/**
 * The logistic recalibration of probabilities: the likeliest line of their log-odds, and the likeliest shift of them.
 * (Cox, "Two Further Applications of a Model for Binary Regression", 1958; Van Calster and others, "Calibration: the
 * Achilles heel of predictive analytics", 2019.)
 *
 * @param sumsAt the sums of the observations at a line
 * @param observations how many there are
 * @returns the line, and the shift with a slope of 1; undefined where no line or no shift is likeliest
 */
export const recalibrate = async (
  sumsAt: SumsAt,
  observations: number,
): Promise<{ readonly line: Recalibration | undefined; readonly shift: number | undefined }> => {
  const shifted = await likeliest(sumsAt, observations, ([intercept]) => [1, intercept!], [0]);
  const line = await likeliest(sumsAt, observations, ([a, b]) => [b!, a!], [
    shifted?.intercept ?? 0,
    1,
  ]);
  return { line, shift: shifted?.intercept };
};

type SumsAt = (line: Recalibration) => LineSums | Promise<LineSums>;

/** @param lineOf slope and intercept by the parameters, of which the first is the intercept and the second, if any, the slope */
const likeliest = async (
  sumsAt: SumsAt,
  observations: number,
  lineOf: (at: readonly number[]) => readonly [slope: number, intercept: number],
  start: readonly number[],
): Promise<Recalibration | undefined> => {
  const size = start.length;
  const found = await minimise(async (at) => {
    const [slope, intercept] = lineOf(at);
    if (!isNear(slope) || !isNear(intercept)) return nowhere(size);
    const sums = await sumsAt({ slope, intercept });
    const { error, errorX, weight, weightX, weightXX } = sums;
    const gradient = [error, errorX];
    const hessian = [
      [weight, weightX],
      [weightX, weightXX],
    ];
    const mean = (values: readonly number[]) =>
      values.slice(0, size).map((sum) => sum / observations);
    return {
      value: sums.loss / observations,
      gradient: mean(gradient),
      hessian: hessian.slice(0, size).map(mean),
    };
  }, start);
  if (found === undefined) return undefined;
  const [slope, intercept] = lineOf(found);
  if (!isNear(slope) || !isNear(intercept)) return undefined;
  const { weight } = await sumsAt({ slope, intercept });
  return weight / observations > LEAST_WEIGHT ? { slope, intercept } : undefined;
};

const isNear = (value: number): boolean => Math.abs(value) <= FARTHEST;

const nowhere = (size: number): Curved => ({
  value: Infinity,
  gradient: Array.from({ length: size }, () => 0),
  hessian: Array.from({ length: size }, () => Array.from({ length: size }, () => 0)),
});

/**
 * Measures calibration over a ranking: the slope and, with a slope of 1, the intercept of the logistic recalibration. Each
 * is absent where it does not exist, as the slope of one probability for all.
 */
export const calibrationMetrics = async (
  engine: Engine,
  { name }: Ranking,
  observations: number,
): Promise<Readonly<Record<string, number>>> => {
  const clamped = `least(greatest(score, ${double(NEAREST)}), ${double(1 - NEAREST)})`;
  const logits = `SELECT n, pos, ln(${clamped} / (1 - ${clamped})) AS x FROM ${name}`;
  const most = Math.log(1 / NEAREST);
  const sumsAt = ({ slope, intercept }: Recalibration): Promise<LineSums> => {
    const odds = `${double(slope)} * x + ${double(intercept)}`;
    const largest = Math.abs(slope) * most + Math.abs(intercept) + 1;
    const sum = (term: string, bound: number) => exactSum(term, bound * observations);
    return engine.row<{ [Name in keyof LineSums]: number }>(`
      SELECT ${sum("n * (greatest(z, 0) + ln(1 + exp(-abs(z)))) - pos * z", 2 * largest)} AS loss,
             ${sum("n * p - pos", 1)} AS error, ${sum("(n * p - pos) * x", most)} AS "errorX",
             ${sum("n * p * (1 - p)", 0.25)} AS weight, ${sum("n * p * (1 - p) * x", most)} AS "weightX",
             ${sum("n * p * (1 - p) * x * x", most ** 2)} AS "weightXX"
      FROM (SELECT n, pos, x, z, 1 / (1 + exp(-z)) AS p FROM (SELECT n, pos, x, ${odds} AS z FROM (${logits})))`);
  };
  const { distinct } = await engine.row<{ distinct: number }>(
    `SELECT count(DISTINCT ${clamped}) AS "distinct" FROM ${name}`,
  );
  const { line, shift } = await recalibrate(sumsAt, observations);
  return {
    ...(line === undefined || distinct < 2 ? {} : { calibration_slope: line.slope }),
    ...(shift === undefined ? {} : { calibration_intercept: shift }),
  };
};
