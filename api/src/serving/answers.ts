import {
  codesOf,
  decoderOf,
  type Manifest,
  type ManifestFeature,
  type Release,
} from "@despliega/storage";

import { farFeatures } from "./far-features.js";

/** The field of an answer that holds the subject's pseudonym. */
export const PSEUDONYM_FIELD = "pseudonym" as const;

/** Writes the body of an answer about one row of features. */
export type WriteAnswer = (row: Float64Array, detail: boolean) => string;

/** The field of a detailed answer that names features far outside what the model has learned from. */
export const FAR_FIELD = "fuera_de_lo_aprendido" as const;

// What JSON.stringify does with a number, without its call.
const json = (value: number): string => (Number.isFinite(value) ? `${value}` : "null");

/** Answers with the features, under their names and in the manifest's order; the detail is the version. */
export const featuresAnswer = ({ manifest }: Release): WriteAnswer => {
  const keys = manifest.features.map(
    ({ name }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`,
  );
  const values = manifest.features.map(valueWriter);
  const plainEnd = "}";
  const detailEnd = `,"version":${JSON.stringify(manifest.version)}}`;
  return (row, detail) => {
    let body = "";
    for (let i = 0; i < keys.length; i++) body += keys[i]! + values[i]!(row[i]!);
    return body + (detail ? detailEnd : plainEnd);
  };
};

/** Makes what writes the number of a feature as the value that callers know. */
const valueWriter = (feature: ManifestFeature): ((number: number) => string) => {
  const codes = codesOf(feature);
  if (codes === undefined) return json;
  const decode = decoderOf(feature);
  const texts = Array.from({ length: codes }, (_, code) => JSON.stringify(decode(code)));
  return (code) => texts[code] ?? "null";
};

/** The release behind a prediction. */
type Predicting = Pick<Release, "manifest" | "scorer">;

/** Turns a score into its class, 1 from the threshold on; undefined for a regression, whose scores are the answer. */
export const classOf = ({ task, threshold }: Manifest): ((score: number) => 0 | 1) | undefined => {
  if (task === "regression" || threshold === undefined) return undefined;
  const { value } = threshold;
  return (score) => (score >= value ? 1 : 0);
};

/** Writes the body of an answer about one row whose score is known. */
export type WriteScored = (row: Float64Array, score: number, detail: boolean) => string;

/**
 * Answers with the prediction: `[label]` of a classification, the number of a regression. The detail is the
 * probability of class 1, the version, how far each feature moved the answer, and the features that are far outside what
 * the model has learned from, where there are any.
 */
export const scoredAnswer = ({ manifest, scorer }: Predicting): WriteScored => {
  const { answer } = manifest.serving;
  const labelOf = classOf(manifest);
  const start = `{${JSON.stringify(answer)}:`;
  const far = farFeatures(manifest.features);
  const labels = [`${start}[0]}`, `${start}[1]}`] as const;

  const detailed = (row: Float64Array, score: number): string => {
    const moved = scorer.contributions(row);
    const outside = far(row);
    return JSON.stringify({
      [answer]: labelOf === undefined ? score : [labelOf(score)],
      ...(labelOf === undefined ? {} : { probabilidad: score }),
      version: manifest.version,
      contribuciones: Object.fromEntries(manifest.features.map(({ name }, i) => [name, moved[i]])),
      ...(outside.length === 0 ? {} : { [FAR_FIELD]: outside }),
    });
  };

  return (row, score, detail) => {
    if (detail) return detailed(row, score);
    return labelOf === undefined ? `${start}${json(score)}}` : labels[labelOf(score)];
  };
};

/** Called with the score of every answer of an open model. */
export type OnScore = (of: Pick<Manifest, "model" | "task">, score: number) => void;

/** Scores a row and answers with the prediction, as {@link scoredAnswer} writes it. */
export const predictionAnswer = (release: Predicting, onScore: OnScore): WriteAnswer => {
  const write = scoredAnswer(release);
  const { manifest } = release;
  return (row, detail) => {
    const score = release.scorer.score(row);
    onScore(manifest, score);
    return write(row, score, detail);
  };
};
