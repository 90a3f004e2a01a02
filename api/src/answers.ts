import type { Release } from "@despliega/storage";

/** Fields that `?detalle=true` adds to a prediction. */
export const DETAIL_FIELDS: readonly string[] = ["probabilidad", "version", "contribuciones"];

/** Writes the body of an answer about one row of features. */
export type WriteAnswer = (row: Float64Array, detail: boolean) => string;

// What JSON.stringify does with a number, without its call.
const json = (value: number): string => (Number.isFinite(value) ? `${value}` : "null");

/** Answers with the features, under their names and in the manifest's order; the detail is the version. */
export const featuresAnswer = ({ manifest }: Release): WriteAnswer => {
  const keys = manifest.features.map(
    ({ name }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`,
  );
  const plainEnd = "}";
  const detailEnd = `,"version":${JSON.stringify(manifest.version)}}`;
  return (row, detail) => {
    let body = "";
    for (let i = 0; i < keys.length; i++) body += keys[i]! + json(row[i]!);
    return body + (detail ? detailEnd : plainEnd);
  };
};

/**
 * Answers with the prediction: `[label]` of a classification, the number of a regression. The detail is the
 * probability of class 1, the version, and how far each feature moved the answer.
 */
export const predictionAnswer = (release: Release): WriteAnswer => {
  const { manifest, scorer } = release;
  const { answer } = manifest.serving;
  const threshold = manifest.task === "classification" ? manifest.threshold?.value : undefined;
  const start = `{${JSON.stringify(answer)}:`;
  const labels = [`${start}[0]}`, `${start}[1]}`] as const;
  const label = (score: number, least: number): 0 | 1 => (score >= least ? 1 : 0);

  const detailed = (row: Float64Array, score: number): string => {
    const moved = scorer.contributions(row);
    return JSON.stringify({
      [answer]: threshold === undefined ? score : [label(score, threshold)],
      ...(threshold === undefined ? {} : { probabilidad: score }),
      version: manifest.version,
      contribuciones: Object.fromEntries(manifest.features.map(({ name }, i) => [name, moved[i]])),
    });
  };

  return (row, detail) => {
    const score = scorer.score(row);
    if (detail) return detailed(row, score);
    return threshold === undefined ? `${start}${json(score)}}` : labels[label(score, threshold)];
  };
};
