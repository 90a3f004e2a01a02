import { sigmoid, type Calibration } from "@despliega/storage";

import { countLabels, type Points } from "./points.js";
import { minimise, type Curved } from "../../evaluate/minimise.js";
import { scaleOf } from "./spread.js";

/**
 * Learns a line of the sum whose sigmoid is the probability, by the largest likelihood. In place of 1 and 0 it aims at
 * (p + 1) / (p + 2) and 1 / (n + 2), of p points of class 1 and n of class 0, so that it is finite where the sums tell the
 * classes apart. (J. Platt, "Probabilistic Outputs for Support Vector Machines", 1999.)
 *
 * @returns undefined where the probability does not rise with the sum
 */
export const learnPlatt = async (points: Points): Promise<Calibration | undefined> => {
  const { labels, sums } = points;
  const [negatives, positives] = countLabels(points, 2) as [number, number];
  const scale = scaleOf(sums[0]!);
  if (scale === undefined) return undefined;
  const { middle, deviation } = scale;
  const aims = labels.map((label) =>
    label === 1 ? (positives + 1) / (positives + 2) : 1 / (negatives + 2),
  );
  const z = sums[0]!.map((sum) => (sum - middle) / deviation);
  const start = [0, Math.log((positives + 1) / (negatives + 1))];
  const found = await minimise((at) => lossAt(z, aims, at as [number, number]), start);
  if (found === undefined || !(found[0]! > 0)) return undefined;
  const slope = found[0]! / deviation;
  return { method: "platt", slope, intercept: found[1]! - slope * middle };
};

/** The mean negative logarithm of the likelihood of a slope and an intercept. */
const lossAt = (
  z: Float64Array,
  aims: Float64Array,
  [slope, intercept]: [number, number],
): Curved => {
  let [value, ga, gb, haa, hab, hbb] = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < z.length; i++) {
    const x = z[i]!;
    const logOdds = slope * x + intercept;
    const p = sigmoid(logOdds);
    // ln(1 + e^x) without an overflow.
    value += Math.max(logOdds, 0) + Math.log1p(Math.exp(-Math.abs(logOdds))) - aims[i]! * logOdds;
    const error = p - aims[i]!;
    const weight = p * (1 - p);
    ga += error * x;
    gb += error;
    haa += weight * x * x;
    hab += weight * x;
    hbb += weight;
  }
  const n = z.length;
  return {
    value: value / n,
    gradient: [ga / n, gb / n],
    hessian: [
      [haa / n, hab / n],
      [hab / n, hbb / n],
    ],
  };
};
