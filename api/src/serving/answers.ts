import type { Manifest, Release } from "@despliega/storage";

import { classAnswers, type ClassAnswers } from "./class-answers.js";
import { farFeatures } from "./far-features.js";
import { intervalOf } from "./interval.js";
import { jsonNumber } from "./json-number.js";

/** The field of an answer that holds the subject's pseudonym. */
export const PSEUDONYM_FIELD = "pseudonym" as const;

/** Writes the body of an answer about one row of features. */
export type WriteAnswer = (row: Float64Array, detail: boolean) => string;

/** The field of a detailed answer that names features far outside what the model has learned from. */
export const FAR_FIELD = "fuera_de_lo_aprendido" as const;

/** The field of a detailed answer that holds the interval around a number. */
export const INTERVAL_FIELD = "intervalo" as const;

/** The release behind a prediction. */
type Predicting = Pick<Release, "manifest" | "scorer">;

/**
 * Writes the body of an answer about one row whose scores are known.
 *
 * @param scores of many rows
 * @param at where those of the row begin
 */
export type WriteScored = (
  row: Float64Array,
  scores: Float64Array,
  at: number,
  detail: boolean,
) => string;

/**
 * Answers with the prediction: `[class]` of a classification, the number of a regression. The detail is the probability
 * of class 1 or, where classes have names, of each; the interval of a number that has one; the version; how far each
 * feature moved the answer; and the features that are far outside what the model has learned from, where there are any.
 */
export const scoredAnswer = ({ manifest, scorer }: Predicting): WriteScored => {
  const { classes } = manifest;
  const { answer } = manifest.serving;
  const answers = classAnswers(manifest);
  const start = `{${JSON.stringify(answer)}:`;
  const far = farFeatures(manifest.features);
  const interval = intervalOf(manifest);
  const plain = answers?.labels.map((label) => `${start}[${JSON.stringify(label)}]}`);

  const named = (values: ArrayLike<number>) =>
    Object.fromEntries(manifest.features.map(({ name }, i) => [name, values[i]]));

  const numberFields = (row: Float64Array, score: number): Detail => ({
    predicted: { [answer]: score, ...(interval && { [INTERVAL_FIELD]: interval(score) }) },
    moved: named(scorer.contributions(row).moved),
  });

  const classFields = (
    { labels, codeOf, probabilityOf }: ClassAnswers,
    row: Float64Array,
    scores: Float64Array,
    at: number,
  ): Detail => {
    const code = codeOf(scores, at);
    const probability = (of: number) => probabilityOf(scores, at, of);
    if (classes === undefined)
      return {
        predicted: { [answer]: [labels[code]], probabilidad: probability(1) },
        moved: named(scorer.contributions(row).moved),
      };
    const probabilidades = Object.fromEntries(classes.map((name, of) => [name, probability(of)]));
    return {
      predicted: { [answer]: [classes[code]], probabilidades },
      moved: named(towards(scorer, row, code)),
    };
  };

  const detailed = (row: Float64Array, scores: Float64Array, at: number): string => {
    const { predicted, moved } =
      answers === undefined
        ? numberFields(row, scores[at]!)
        : classFields(answers, row, scores, at);
    const outside = far(row);
    return JSON.stringify({
      ...predicted,
      version: manifest.version,
      contribuciones: moved,
      ...(outside.length === 0 ? {} : { [FAR_FIELD]: outside }),
    });
  };

  return (row, scores, at, detail) => {
    if (detail) return detailed(row, scores, at);
    return plain === undefined
      ? `${start}${jsonNumber(scores[at]!)}}`
      : plain[answers!.codeOf(scores, at)]!;
  };
};

interface Detail {
  readonly predicted: Readonly<Record<string, unknown>>;
  readonly moved: Readonly<Record<string, number | undefined>>;
}

/** How far each feature moved a row towards a class. Two classes have one score, that of the second. */
const towards = (
  { outputs, contributions }: Predicting["scorer"],
  row: Float64Array,
  code: number,
): Float64Array => {
  if (outputs > 1) return contributions(row, code).moved;
  const { moved } = contributions(row);
  return code === 1 ? moved : moved.map((distance) => 0 - distance);
};

/**
 * Called with the score of every answer of an open model: a number, the probability of class 1, or from three classes on
 * that of the class that is answered.
 */
export type OnScore = (of: Pick<Manifest, "model" | "task">, score: number) => void;

/** Scores a row and answers with the prediction, as {@link scoredAnswer} writes it. */
export const predictionAnswer = (release: Predicting, onScore: OnScore): WriteAnswer => {
  const { manifest, scorer } = release;
  const write = scoredAnswer(release);
  const reported = reportedScore(manifest);
  // One array for all requests: a handler ends before the next one runs.
  const scores = new Float64Array(scorer.outputs);
  return (row, detail) => {
    scorer.scores(row, scores);
    onScore(manifest, reported(scores, 0));
    return write(row, scores, 0, detail);
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
