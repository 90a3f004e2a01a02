import {
  NEAREST,
  recalibrate,
  type LineSums,
  type Recalibration,
} from "../../evaluate/recalibration.js";
import type { Spread } from "./resample.js";
import type { ScoredRows } from "./scored-rows.js";

/** A figure of the calibration with its spread. */
interface Recalibrated extends Spread {
  readonly value: number;
}

/**
 * The slope and the intercept of the calibration, as `evaluate/recalibration` finds them, each with its spread: by the sandwich
 * formula with the entities as clusters, so that observations of one entity count together. (Liang and Zeger, "Longitudinal
 * Data Analysis Using Generalized Linear Models", 1986.)
 */
export const recalibrationSpreads = async (
  rows: ScoredRows,
): Promise<ReadonlyMap<string, Recalibrated>> => {
  const { labels, scores } = rows;
  const logits = scores[0]!.map((score) => {
    const p = Math.min(Math.max(score, NEAREST), 1 - NEAREST);
    return Math.log(p / (1 - p));
  });
  const { line, shift } = await recalibrate((at) => sumsOf(labels, logits, at), labels.length);
  const spreads = new Map<string, Recalibrated>();
  const set = (metric: string, value: number, deviation: number) =>
    spreads.set(metric, { value, bias: 0, deviation });
  if (line !== undefined) set("calibration_slope", line.slope, slopeDeviation(rows, logits, line));
  if (shift !== undefined) set("calibration_intercept", shift, shiftDeviation(rows, logits, shift));
  return spreads;
};

const probabilityAt = (x: number, { slope, intercept }: Recalibration): number =>
  1 / (1 + Math.exp(-(slope * x + intercept)));

const sumsOf = (labels: Float64Array, logits: Float64Array, line: Recalibration): LineSums => {
  let [loss, error, errorX, weight, weightX, weightXX] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < labels.length; i++) {
    const x = logits[i]!;
    const z = line.slope * x + line.intercept;
    const odds = Math.exp(-Math.abs(z));
    const p = z < 0 ? odds / (1 + odds) : 1 / (1 + odds);
    loss += Math.max(z, 0) + Math.log1p(odds) - labels[i]! * z;
    error += p - labels[i]!;
    errorX += (p - labels[i]!) * x;
    weight += p * (1 - p);
    weightX += p * (1 - p) * x;
    weightXX += p * (1 - p) * x * x;
  }
  return { loss, error, errorX, weight, weightX, weightXX };
};

/** The sums of the errors of each entity, and of the errors times the log-odds. */
const errorsByEntity = (
  { labels, entities, count }: ScoredRows,
  logits: Float64Array,
  line: Recalibration,
): { readonly plain: Float64Array; readonly timesX: Float64Array } => {
  const [plain, timesX] = [new Float64Array(count), new Float64Array(count)];
  labels.forEach((label, i) => {
    const error = probabilityAt(logits[i]!, line) - label;
    plain[entities[i]!]! += error;
    timesX[entities[i]!]! += error * logits[i]!;
  });
  return { plain, timesX };
};

const slopeDeviation = (rows: ScoredRows, logits: Float64Array, line: Recalibration): number => {
  const { weight, weightX, weightXX } = sumsOf(rows.labels, logits, line);
  const { plain, timesX } = errorsByEntity(rows, logits, line);
  const determinant = weightXX * weight - weightX ** 2;
  // What an entity moves the slope by: the first row of the inverse Hessian, times its errors.
  const moved = plain.map((error, i) => (weight * timesX[i]! - weightX * error) / determinant);
  return lengthOf(moved);
};

const shiftDeviation = (rows: ScoredRows, logits: Float64Array, shift: number): number => {
  const line = { slope: 1, intercept: shift };
  const { weight } = sumsOf(rows.labels, logits, line);
  return lengthOf(errorsByEntity(rows, logits, line).plain.map((error) => error / weight));
};

const lengthOf = (values: Float64Array): number =>
  Math.sqrt(values.reduce((sum, value) => sum + value ** 2, 0));
