import { LEAST_SHARE, softmax, type Calibration } from "@despliega/storage";

import { minimise, type Curved } from "../../evaluate/minimise.js";
import type { Points } from "./points.js";
import { scaleOf } from "./spread.js";
import type { Sums } from "./sums.js";

/**
 * Learns one slope for the sums of all classes and an offset for each class, by the largest likelihood. (Guo, Pleiss, Sun
 * and Weinberger, "On Calibration of Modern Neural Networks", ICML 2017, with a bias for each class as in their vector
 * scaling.)
 *
 * @returns undefined where the probabilities do not rise with the sums
 */
export const learnTemperature = async (
  { labels, sums }: Points,
  link: Sums["link"],
): Promise<Calibration | undefined> => {
  const logs =
    link === "identity"
      ? sums.map((column) => column.map((share) => Math.log(Math.max(share, LEAST_SHARE))))
      : sums;
  const scale = scaleOf(Float64Array.from(logs.flatMap((column) => [...column])));
  if (scale === undefined) return undefined;
  const z = logs.map((column) => column.map((sum) => (sum - scale.middle) / scale.deviation));
  // The first class has no offset, since only differences count.
  const start = [scale.deviation, ...z.slice(1).map(() => 0)];
  const found = await minimise((at) => lossAt(z, labels, at), start);
  if (found === undefined || !(found[0]! > 0)) return undefined;
  const offsets = [0, ...found.slice(1)];
  const mean = offsets.reduce((sum, offset) => sum + offset, 0) / offsets.length;
  return {
    method: "temperature",
    slope: found[0]! / scale.deviation,
    offsets: offsets.map((offset) => offset - mean),
  };
};

/** The mean negative logarithm of the likelihood of a slope and the offsets from the second class on. */
const lossAt = (
  z: readonly Float64Array[],
  labels: Float64Array,
  [slope, ...offsets]: readonly number[],
): Curved => {
  const classes = z.length;
  const gradient = new Float64Array(classes);
  const hessian = Array.from({ length: classes }, () => new Float64Array(classes));
  const p = new Float64Array(classes);
  let value = 0;
  for (let i = 0; i < labels.length; i++) {
    for (let k = 0; k < classes; k++) p[k] = slope! * z[k]![i]! + (offsets[k - 1] ?? 0);
    softmax(p, classes);
    const label = labels[i]!;
    value -= Math.log(Math.max(p[label]!, Number.MIN_VALUE));
    let [mean, square] = [0, 0];
    for (let k = 0; k < classes; k++) {
      mean += p[k]! * z[k]![i]!;
      square += p[k]! * z[k]![i]! ** 2;
    }
    gradient[0]! += mean - z[label]![i]!;
    hessian[0]![0]! += square - mean ** 2;
    for (let k = 1; k < classes; k++) {
      gradient[k]! += p[k]! - (label === k ? 1 : 0);
      const mixed = p[k]! * (z[k]![i]! - mean);
      hessian[0]![k]! += mixed;
      hessian[k]![0]! += mixed;
      for (let j = 1; j < classes; j++) hessian[k]![j]! += p[k]! * ((j === k ? 1 : 0) - p[j]!);
    }
  }
  const perPoint = (sums: Float64Array) => [...sums].map((sum) => sum / labels.length);
  return {
    value: value / labels.length,
    gradient: perPoint(gradient),
    hessian: hessian.map(perPoint),
  };
};
