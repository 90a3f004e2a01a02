import type { Scored } from "./oracle.js";

/** Three positives and five negatives with ties within and across the classes. */
export const EXAMPLE: readonly Scored[] = [
  [0, 0.4],
  [1, 0.9],
  [0, 0.8],
  [1, 0.8],
  [0, 0.6],
  [1, 0.4],
  [0, 0.2],
  [0, 0.4],
];
