import { z } from "zod";

import type { Scorer } from "../formats/scorer.js";
import { rowEncoder, type Coded } from "../formats/value.js";

/** A value as callers write it; null is a missing value. */
const Value = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/** Rows with the answers of the trainer, which a reader must reproduce before it serves. */
export const Golden = z.strictObject({
  rows: z.array(z.strictObject({ features: z.array(Value), score: z.number() })).min(1),
});
export type Golden = z.infer<typeof Golden>;

// Versions of JavaScript may differ in the last bits of exp() and log(). A larger difference means another model.
const TOLERANCE = 1e-9;

/** Finds the first golden row with another answer, counted from 1. @returns undefined when all answers agree */
export const firstMismatch = (
  golden: Golden,
  scorer: Scorer,
  features: readonly Coded[],
): number | undefined => {
  const encode = rowEncoder(features);
  const at = golden.rows.findIndex(({ features: values, score }) => {
    const got = scorer.score(encode(values));
    return !(Math.abs(got - score) <= TOLERANCE * Math.max(1, Math.abs(score)));
  });
  return at === -1 ? undefined : at + 1;
};
