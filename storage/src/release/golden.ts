import { z } from "zod";

import type { Scorer } from "../formats/scorer.js";

/** Rows with the answers of the trainer, which a reader must reproduce before it serves. */
export const Golden = z.strictObject({
  rows: z
    .array(z.strictObject({ features: z.array(z.number().nullable()), score: z.number() }))
    .min(1),
});
export type Golden = z.infer<typeof Golden>;

/** Converts a row, in which `null` is a missing value, to the array of a scorer. */
export const toRow = (features: readonly (number | null)[]): Float64Array =>
  Float64Array.from(features, (value) => value ?? NaN);

// Versions of JavaScript may differ in the last bits of exp() and log(). A larger difference means another model.
const TOLERANCE = 1e-9;

/** Finds the first golden row with another answer, counted from 1. @returns undefined when all answers agree */
export const firstMismatch = (golden: Golden, scorer: Scorer): number | undefined => {
  const at = golden.rows.findIndex(({ features, score }) => {
    const got = scorer.score(toRow(features));
    return !(Math.abs(got - score) <= TOLERANCE * Math.max(1, Math.abs(score)));
  });
  return at === -1 ? undefined : at + 1;
};
