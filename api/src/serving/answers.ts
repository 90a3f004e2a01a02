import {
  classAnswers,
  detailedAnswer,
  FRESHNESS_FIELD,
  NEW_FIELD,
  type Manifest,
  type Release,
} from "@despliega/storage";

import { freshnessDetail, freshnessOf, type Fresh, type Freshness } from "./freshness.js";
import { jsonNumber } from "./json-number.js";

/**
 * Writes the body of an answer about one row of features.
 *
 * @param isNew whether the row is about an entity without history. Default: no
 */
export type WriteAnswer = (row: Float64Array, detail: boolean, isNew?: boolean) => string;

/** The release behind a prediction. */
type Predicting = Pick<Release, "manifest" | "scorer"> & Fresh;

/**
 * Writes the body of an answer about one row whose scores are known.
 *
 * @param scores of many rows
 * @param at where those of the row begin
 * @param isNew whether the row is about an entity without history. Default: no
 */
export type WriteScored = (
  row: Float64Array,
  scores: Float64Array,
  at: number,
  detail: boolean,
  isNew?: boolean,
) => string;

/**
 * Answers with the prediction: `[class]` of a classification, the number of a regression; or with its detail.
 *
 * @param freshness of the features, for rows about entities that the release knows. Default: rows hold their features
 */
export const scoredAnswer = (
  { manifest, scorer }: Predicting,
  freshness?: Freshness,
): WriteScored => {
  const answers = classAnswers(manifest);
  const start = `{${JSON.stringify(manifest.serving.answer)}:`;
  const plain = answers?.labels.map((label) => `${start}[${JSON.stringify(label)}]}`);
  const detailed = detailedAnswer(manifest, scorer, answers);
  return (row, scores, at, detail, isNew = false) => {
    if (detail)
      return JSON.stringify({
        ...detailed(row, scores, at),
        ...(isNew ? { [NEW_FIELD]: true } : {}),
        ...(freshness && { [FRESHNESS_FIELD]: freshnessDetail(freshness, Date.now()) }),
      });
    return plain === undefined
      ? `${start}${jsonNumber(scores[at]!)}}`
      : plain[answers!.codeOf(scores, at)]!;
  };
};

/**
 * Called with the score of every answer of an open model: a number, the probability of class 1, or from three classes on
 * that of the class that is answered.
 *
 * @param isNew whether the answer is about an entity without history
 */
export type OnScore = (of: Pick<Manifest, "model" | "task">, score: number, isNew: boolean) => void;

/** Scores the features of an entity and answers with the prediction, as {@link scoredAnswer} writes it. */
export const predictionAnswer = (release: Predicting, onScore: OnScore): WriteAnswer => {
  const { manifest, scorer } = release;
  const write = scoredAnswer(release, freshnessOf(release));
  const reported = reportedScore(manifest);
  // One array for all requests: a handler ends before the next one runs.
  const scores = new Float64Array(scorer.outputs);
  return (row, detail, isNew = false) => {
    scorer.scores(row, scores);
    onScore(manifest, reported(scores, 0), isNew);
    return write(row, scores, 0, detail, isNew);
  };
};

/** The score that is reported of a row's answer. */
export const reportedScore = (
  manifest: Manifest,
): ((scores: Float64Array, at: number) => number) => {
  const answers = classAnswers(manifest);
  if (answers === undefined || answers.labels.length === 2) return (scores, at) => scores[at]!;
  const { codeOf, probabilityOf } = answers;
  return (scores, at) => probabilityOf(scores, at, codeOf(scores, at));
};
