import {
  classAnswers,
  detailedAnswer,
  FRESHNESS_FIELD,
  ID_FIELD,
  NEW_FIELD,
  type Manifest,
  type Release,
} from "@despliega/storage";

import { freshnessDetail, type Freshness } from "./freshness.js";
import { jsonNumber } from "./json-number.js";

/**
 * Writes the body of an answer about one row whose scores are known.
 *
 * @param scores of many rows
 * @param at where those of the row begin
 * @param isNew whether the row is about an entity without history. Default: no
 * @param id of the answer, for the detail. Default: it has none
 */
export type WriteScored = (
  row: Float64Array,
  scores: Float64Array,
  at: number,
  detail: boolean,
  isNew?: boolean,
  id?: string,
) => string;

/**
 * Answers with the prediction: `[class]` of a classification, the number of a regression; or with its detail.
 *
 * @param freshness of the features, for rows about entities that the release knows. Default: rows hold their features
 */
export const scoredAnswer = (
  { manifest, scorer }: Pick<Release, "manifest" | "scorer">,
  freshness?: Freshness,
): WriteScored => {
  const answers = classAnswers(manifest);
  const start = `{${JSON.stringify(manifest.serving.answer)}:`;
  const plain = answers?.labels.map((label) => `${start}[${JSON.stringify(label)}]}`);
  const detailed = detailedAnswer(manifest, scorer, answers);
  return (row, scores, at, detail, isNew = false, id) => {
    if (detail)
      return JSON.stringify({
        ...detailed(row, scores, at),
        ...(isNew ? { [NEW_FIELD]: true } : {}),
        ...(freshness && { [FRESHNESS_FIELD]: freshnessDetail(freshness, Date.now()) }),
        ...(id === undefined ? {} : { [ID_FIELD]: id }),
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

/** The score that is reported of a row's answer. */
export const reportedScore = (
  manifest: Manifest,
): ((scores: Float64Array, at: number) => number) => {
  const answers = classAnswers(manifest);
  if (answers === undefined || answers.labels.length === 2) return (scores, at) => scores[at]!;
  const { codeOf, probabilityOf } = answers;
  return (scores, at) => probabilityOf(scores, at, codeOf(scores, at));
};
