import { z } from "zod";

import type { Scorer } from "../formats/scorer.js";

/** Rows with the answers that the trainer computed; a reader must give the same before it serves. */
export const Golden = z.strictObject({
  rows: z
    .array(z.strictObject({ features: z.array(z.number().nullable()), score: z.number() }))
    .min(1),
});
export type Golden = z.infer<typeof Golden>;

/** A row with `null` for missing as the array that a scorer takes. */
export const toRow = (features: readonly (number | null)[]): Float64Array =>
  Float64Array.from(features, (value) => value ?? NaN);

// Engines may differ in the last bits of exp() and log(); anything beyond is another model.
const TOLERANCE = 1e-9;

/** The number (from 1) of the first golden row that a scorer answers differently, or `undefined` when all agree. */
export const firstMismatch = (golden: Golden, scorer: Scorer): number | undefined => {
  const at = golden.rows.findIndex(({ features, score }) => {
    const got = scorer.score(toRow(features));
    return !(Math.abs(got - score) <= TOLERANCE * Math.max(1, Math.abs(score)));
  });
  return at === -1 ? undefined : at + 1;
};
