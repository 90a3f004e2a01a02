import type { Scorer } from "../formats/scorer.js";
import type { Manifest } from "../release/manifest/manifest.js";
import { classAnswers } from "./class-answers.js";
import { reasonsOf } from "./reasons.js";

/**
 * Makes what names the features that moved an answer most toward the positive class, most first, as the detail of an answer
 * lists them; undefined for a regression.
 *
 * @returns for a row, its scores among those of many rows, and where they begin
 */
export const reasonNames = (
  manifest: Manifest,
  scorer: Scorer,
): ((row: Float64Array, scores: Float64Array, at: number) => string[]) | undefined => {
  const classes = classAnswers(manifest);
  if (classes === undefined) return undefined;
  const reasons = reasonsOf(manifest.features);
  return (row, scores, at) => {
    const output = scorer.outputs === 1 ? 0 : classes.codeOf(scores, at);
    const { moved } = scorer.contributions(row, output);
    return reasons(moved).map(({ caracteristica }) => caracteristica);
  };
};
