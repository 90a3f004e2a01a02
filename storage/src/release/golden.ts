import { z } from "zod";

import type { Scorer } from "../formats/scorer.js";
import { rowEncoder, type Coded } from "../formats/value.js";

/** A value as callers write it; null is a missing value. */
export const Value = z.union([z.number(), z.string(), z.boolean(), z.null()]);

/** A row with the one answer of its model, or from three classes on with the probability of each. */
const Row = z
  .strictObject({
    /** Of an edition: the key of the entity that has these features. */
    key: z
      .array(z.union([z.string(), z.number()]))
      .min(1)
      .optional(),
    features: z.array(Value),
    score: z.number().optional(),
    scores: z.array(z.number()).min(3).optional(),
  })
  .refine(({ score, scores }) => (score === undefined) !== (scores === undefined), {
    error: "needs one score, or the scores of three classes and more",
  });

/** Rows with the answers of the trainer, which a reader must reproduce before it serves. */
export const Golden = z.strictObject({
  rows: z.array(Row).min(1),
});
export type Golden = z.infer<typeof Golden>;

/** The answers of a golden row: one, or the probability of each class. */
export const scoresOf = ({ score, scores = [] }: Golden["rows"][0]): readonly number[] =>
  score === undefined ? scores : [score];

/** The answers of a scorer to a row, as a golden row holds them. */
export const answersOf = (
  scorer: Pick<Scorer, "outputs" | "scores">,
  row: Float64Array,
): { readonly score: number } | { readonly scores: number[] } => {
  const answers = new Float64Array(scorer.outputs);
  scorer.scores(row, answers);
  return scorer.outputs === 1 ? { score: answers[0]! } : { scores: [...answers] };
};

const isNear = (got: number, score: number, tolerance: number): boolean =>
  Math.abs(got - score) <= tolerance * Math.max(1, Math.abs(score));

/** Finds the first golden row with another answer, counted from 1. @returns undefined when all answers agree */
export const firstMismatch = (
  golden: Golden,
  scorer: Scorer,
  features: readonly Coded[],
): number | undefined => {
  const encode = rowEncoder(features);
  const got = new Float64Array(scorer.outputs);
  const at = golden.rows.findIndex((row) => {
    scorer.scores(encode(row.features), got);
    const expected = scoresOf(row);
    return (
      expected.length !== got.length ||
      !expected.every((score, i) => isNear(got[i]!, score, scorer.tolerance))
    );
  });
  return at === -1 ? undefined : at + 1;
};
