import type { Calibration } from "@despliega/storage";

import { countLabels, type Points } from "./points.js";

/**
 * Turns log-odds, or the logarithms of probabilities, that were learned with each class as frequent as any other into those
 * of the shares that the classes have: each class gains the logarithm of its share. It takes nothing from the sums, so a few
 * points of each class are enough. (Elkan, "The Foundations of Cost-Sensitive Learning", IJCAI 2001, theorem 2.)
 *
 * @returns undefined where a class has no points
 */
export const learnShares = (points: Points, outputs: number): Calibration | undefined => {
  const counts = countLabels(points, Math.max(outputs, 2));
  if (counts.includes(0)) return undefined;
  const logs = counts.map(Math.log);
  if (outputs === 1) return { method: "platt", slope: 1, intercept: logs[1]! - logs[0]! };
  const mean = logs.reduce((sum, log) => sum + log, 0) / logs.length;
  return { method: "temperature", slope: 1, offsets: logs.map((log) => log - mean) };
};
