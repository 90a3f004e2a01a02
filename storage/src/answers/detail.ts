import { pointsOf } from "../formats/points.js";
import type { Scorer } from "../formats/scorer.js";
import type { Manifest } from "../release/manifest/manifest.js";
import { FAR_FIELD, INTERVAL_FIELD } from "./answer-fields.js";
import { intervalOf } from "./answer-interval.js";
import type { ClassAnswers } from "./class-answers.js";
import { farFeatures } from "./far-features.js";
import { reasonsOf } from "./reasons.js";

/** Gives the fields of a detailed answer about a row whose scores are known, those of many rows from `at` on. */
export type DetailedAnswer = (
  row: Float64Array,
  scores: Float64Array,
  at: number,
) => Readonly<Record<string, unknown>>;

/**
 * Makes what answers with the prediction and how it came about: the probability of class 1 or, where classes have names, of each; the
 * interval of a number that has one; the version; what the model adds up before calibration and scale (`base` and
 * `contribuciones` make `puntuacion`), which from three classes on is that of the answered class; the reasons of a
 * classification, its points where the model has them, and the features far outside what the model has learned from.
 *
 * @param answers undefined for a regression
 */
export const detailedAnswer = (
  manifest: Manifest,
  scorer: Scorer,
  answers: ClassAnswers | undefined,
): DetailedAnswer => {
  const { features, points, version } = manifest;
  const predicted = answers === undefined ? numberFields(manifest) : classFields(manifest, answers);
  const reasons = answers === undefined ? undefined : reasonsOf(features);
  const far = farFeatures(features);
  return (row, scores, at) => {
    const output = scorer.outputs === 1 ? 0 : answers!.codeOf(scores, at);
    const { base, moved, sum } = scorer.contributions(row, output);
    const outside = far(row);
    return {
      ...predicted(scores, at),
      version,
      base,
      contribuciones: Object.fromEntries(features.map(({ name }, i) => [name, moved[i]])),
      puntuacion: sum,
      ...(reasons && { razones: reasons(moved) }),
      ...(points && { puntos: pointsOf(points, sum) }),
      ...(outside.length === 0 ? {} : { [FAR_FIELD]: outside }),
    };
  };
};

/** The fields of a prediction. */
type Predicted = (scores: Float64Array, at: number) => Readonly<Record<string, unknown>>;

const numberFields = (manifest: Manifest): Predicted => {
  const { answer } = manifest.serving;
  const interval = intervalOf(manifest);
  return (scores, at) => {
    const score = scores[at]!;
    return { [answer]: score, ...(interval && { [INTERVAL_FIELD]: interval(score) }) };
  };
};

const classFields = (
  { classes, serving: { answer } }: Manifest,
  { labels, codeOf, probabilityOf }: ClassAnswers,
): Predicted => {
  if (classes === undefined)
    return (scores, at) => ({
      [answer]: [labels[codeOf(scores, at)]],
      probabilidad: probabilityOf(scores, at, 1),
    });
  return (scores, at) => ({
    [answer]: [labels[codeOf(scores, at)]],
    probabilidades: Object.fromEntries(
      classes.map((name, code) => [name, probabilityOf(scores, at, code)]),
    ),
  });
};
