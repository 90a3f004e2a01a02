import { subjectOf, type Manifest, type Release, type Scorer } from "@despliega/storage";

import { classOf, scoredAnswer, type WriteScored } from "../answers.js";
import { Refusal } from "../refusal.js";
import type { Batch } from "../signature/batch.js";
import { compileSignature, type Person, type Signature } from "../signature/signature.js";

/** A release as the protocols ask it: made once, for all of them. */
export interface Served {
  readonly manifest: Manifest;
  readonly scorer: Scorer;
  readonly signature: Signature;
  /** Undefined for a regression. */
  readonly classOf: ((score: number) => 0 | 1) | undefined;
  readonly write: WriteScored;
}

/**
 * Makes a release ready to be asked.
 *
 * @param person how the rows of a sensitive one say whom they are about; without it there is no way to ask it
 */
export const serve = (
  { manifest, scorer }: Pick<Release, "manifest" | "scorer">,
  person?: Person,
): Served => {
  if (person?.name !== subjectOf(manifest)?.name)
    throw new Error(`${manifest.model} is served without its subject`);
  return {
    manifest,
    scorer,
    signature: compileSignature(manifest.features, person),
    classOf: classOf(manifest),
    write: scoredAnswer({ manifest, scorer }),
  };
};

/** The features of one row of a batch, without copying them. */
export const rowOf = ({ values }: Batch, row: number, width: number): Float64Array =>
  values.subarray(row * width, (row + 1) * width);

/** The scores of a batch, row by row. @throws Refusal `SCORE_NOT_FINITE` where the model's arithmetic overflows */
export const scoreBatch = ({ scorer, signature }: Served, batch: Batch): Float64Array => {
  const width = signature.names.length;
  const scores = new Float64Array(batch.values.length / width);
  for (let row = 0; row < scores.length; row++) {
    const score = scorer.score(rowOf(batch, row, width));
    if (!Number.isFinite(score)) throw new Refusal("SCORE_NOT_FINITE", { row: row + 1 });
    scores[row] = score;
  }
  return scores;
};
