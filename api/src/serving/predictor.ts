import {
  classAnswers,
  entityReader,
  keysOfRows,
  subjectOf,
  type ClassAnswers,
  type Manifest,
  type ReadEntity,
  type Release,
  type Scorer,
} from "@despliega/storage";

import { ProblemError } from "../http/problem/problem-error.js";
import type { SubjectField } from "../security/sensitive/subject-field.js";
import { reportedScore, scoredAnswer, type WriteScored } from "./answers.js";
import { freshnessOf, isRefused, type Freshness } from "./freshness.js";
import type { Batch } from "./signature/batch.js";
import { MAX_DETAILED_ROWS, THREAD_LIMITS, type BatchLimits } from "./signature/limits.js";
import { compileSignature, type Signature } from "./signature/signature.js";

/** What every protocol needs to predict by a release; made once per release. */
export interface Predictor {
  readonly manifest: Manifest;
  readonly scorer: Scorer;
  readonly signature: Signature;
  /** Undefined for a regression. */
  readonly classes: ClassAnswers | undefined;
  readonly write: WriteScored;
  /** The score that is reported of a row's answer. */
  readonly reported: (scores: Float64Array, at: number) => number;
  /** Rows that it answers with the detail at most. */
  readonly detailedRows: number;
  /** Puts what the release knows of an entity beside the features of a request. Undefined where rows have all features. */
  readonly readEntity: ReadEntity | undefined;
  /** How old the features of entities are. Undefined where rows have all features. */
  readonly freshness: Freshness | undefined;
}

/** What a predictor is made of. What the release knows of entities is needed only where a request names one. */
export type PredictorSource = Pick<Release, "manifest" | "scorer"> &
  Partial<Pick<Release, "table" | "unknown" | "edition">>;

/**
 * Makes the predictor of a release.
 *
 * @param subject of a sensitive release; a predictor without it would accept rows that name nobody
 * @param limits of a batch. Default: those of a thread
 */
export const predictorOf = (
  { manifest, scorer, table, unknown, edition }: PredictorSource,
  subject?: SubjectField,
  limits: BatchLimits = THREAD_LIMITS,
): Predictor => {
  if (subject?.name !== subjectOf(manifest)?.name)
    throw new Error(`${manifest.model} is served without its subject`);
  const keys = keysOfRows(manifest);
  const readEntity = keys.length > 0 ? entityReader({ manifest, table, unknown }) : undefined;
  if (keys.length > 0 && readEntity === undefined)
    throw new Error(`${manifest.model} is asked by key, and served without its entities`);
  const freshness = readEntity && freshnessOf({ manifest, edition });
  return {
    manifest,
    scorer,
    readEntity,
    freshness,
    signature: compileSignature(manifest.features, subject, limits.rows, keys),
    classes: classAnswers(manifest),
    write: scoredAnswer({ manifest, scorer }, freshness),
    reported: reportedScore(manifest),
    detailedRows: detailedRowsOf(scorer, limits),
  };
};

/** How many rows of a model the detail is given for at most. */
export const detailedRowsOf = (
  scorer: Scorer,
  { contributionSteps: most }: BatchLimits,
): number => {
  const rows = Math.floor(most / scorer.contributionSteps());
  return Math.min(Math.max(rows, 1), MAX_DETAILED_ROWS);
};

/** The features of one row of a batch, without copying them. */
export const rowOf = ({ values }: Batch, row: number, width: number): Float64Array =>
  values.subarray(row * width, (row + 1) * width);

/**
 * Puts what the release knows of the entities of a batch beside the features that came with it.
 *
 * @throws ProblemError `ENTITY_UNKNOWN` for the first row about an entity that the release refuses, and `FEATURES_STALE` when
 * the features are older than the model allows
 */
export const readEntities = (
  { readEntity, freshness, signature }: Predictor,
  batch: Batch,
): void => {
  if (readEntity === undefined) return;
  if (isRefused(freshness!, Date.now())) throw new ProblemError("FEATURES_STALE");
  batch.keys!.forEach((key, row) => {
    const known = readEntity(key, rowOf(batch, row, signature.width));
    if (known === undefined) throw new ProblemError("ENTITY_UNKNOWN", { row: row + 1 });
    if (known === "new") batch.unknown.add(row);
  });
};

/**
 * The scores of a batch: those of the first row, one for each output, then those of the next.
 *
 * @throws ProblemError `SCORE_NOT_FINITE` where the model's arithmetic overflows
 */
export const scoreBatch = ({ scorer, signature }: Predictor, batch: Batch): Float64Array => {
  const { width } = signature;
  const { outputs } = scorer;
  const rows = batch.values.length / width;
  const scores = new Float64Array(rows * outputs);
  scorer.scoresOfRows(batch.values, scores);
  const overflown = scores.findIndex((score) => !Number.isFinite(score));
  if (overflown >= 0)
    throw new ProblemError("SCORE_NOT_FINITE", { row: Math.floor(overflown / outputs) + 1 });
  return scores;
};
