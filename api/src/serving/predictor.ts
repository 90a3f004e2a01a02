import { subjectOf, type Manifest, type Release, type Scorer } from "@despliega/storage";

import { ProblemError } from "../http/problem/problem-error.js";
import type { SubjectField } from "../security/sensitive/subject-field.js";
import { classOf, scoredAnswer, type WriteScored } from "./answers.js";
import type { Batch } from "./signature/batch.js";
import { compileSignature, type Signature } from "./signature/signature.js";

/** What every protocol needs to predict by a release; made once per release. */
export interface Predictor {
  readonly manifest: Manifest;
  readonly scorer: Scorer;
  readonly signature: Signature;
  /** Undefined for a regression. */
  readonly classOf: ((score: number) => 0 | 1) | undefined;
  readonly write: WriteScored;
}

/**
 * Makes the predictor of a release.
 *
 * @param subject of a sensitive release; a predictor without it would accept rows that name nobody
 * @param maxRows of a batch. Default: {@link MAX_ROWS}
 */
export const predictorOf = (
  { manifest, scorer }: Pick<Release, "manifest" | "scorer">,
  subject?: SubjectField,
  maxRows?: number,
): Predictor => {
  if (subject?.name !== subjectOf(manifest)?.name)
    throw new Error(`${manifest.model} is served without its subject`);
  return {
    manifest,
    scorer,
    signature: compileSignature(manifest.features, subject, maxRows),
    classOf: classOf(manifest),
    write: scoredAnswer({ manifest, scorer }),
  };
};

/** The features of one row of a batch, without copying them. */
export const rowOf = ({ values }: Batch, row: number, width: number): Float64Array =>
  values.subarray(row * width, (row + 1) * width);

/** The scores of a batch, row by row. @throws ProblemError `SCORE_NOT_FINITE` where the model's arithmetic overflows */
export const scoreBatch = ({ scorer, signature }: Predictor, batch: Batch): Float64Array => {
  const width = signature.names.length;
  const scores = new Float64Array(batch.values.length / width);
  for (let row = 0; row < scores.length; row++) {
    const score = scorer.score(rowOf(batch, row, width));
    if (!Number.isFinite(score)) throw new ProblemError("SCORE_NOT_FINITE", { row: row + 1 });
    scores[row] = score;
  }
  return scores;
};
