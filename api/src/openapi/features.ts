import {
  classAnswers,
  scoresOf,
  subjectOf,
  type Golden,
  type Manifest,
  type ManifestFeature,
  type Release,
  type Value,
} from "@despliega/storage";

import { INTEGER_BOUNDS, objectOf, type Json } from "./schema.js";

/** What a feature may be in a request. */
export const featureSchema = (feature: ManifestFeature): Json => {
  const { type, missing, description } = feature;
  const nullable = missing !== "refused";
  const allowed = allowedOf(feature);
  const name = type === "category" ? "string" : type;
  return {
    type: nullable ? [name, "null"] : name,
    ...(type === "integer" ? INTEGER_BOUNDS : {}),
    ...boundsOf(feature),
    ...(allowed === undefined ? {} : { enum: nullable ? [...allowed, null] : allowed }),
    description,
  };
};

/** The only values that are taken; undefined where they cannot be listed. */
const allowedOf = ({
  categories,
  unseen,
  values,
}: ManifestFeature): readonly Value[] | undefined =>
  unseen === "other" ? undefined : (categories ?? values);

/** Bounds beyond which a number is refused. */
const boundsOf = ({ bounds }: ManifestFeature): Json => {
  if (bounds === undefined || bounds.clip) return {};
  const { min, max } = bounds;
  return {
    ...(min === undefined ? {} : { minimum: min }),
    ...(max === undefined ? {} : { maximum: max }),
  };
};

/** The fields of a row: one per feature, and for a sensitive model the identifier of its subject. */
export const rowFields = (manifest: Manifest): Json => {
  const subject = subjectOf(manifest);
  const features = manifest.features.map((feature) => [feature.name, featureSchema(feature)]);
  return {
    ...(subject === undefined ? {} : { [subject.name]: SUBJECT }),
    ...(Object.fromEntries(features) as Json),
  };
};

/** The features that may be left out of a row. */
export const optionalNames = ({ features }: Manifest): readonly string[] =>
  features.flatMap(({ name, missing }) => (missing === "refused" ? [] : [name]));

/** A row with its fields and no others; those that may be missing it can do without. */
export const rowSchema = (manifest: Manifest): Json =>
  objectOf(rowFields(manifest), optionalNames(manifest));

const SUBJECT: Json = {
  type: ["string", "integer"],
  ...INTEGER_BOUNDS,
  minLength: 1,
  maxLength: 200,
  description:
    "Whom the row is about. It becomes a pseudonym at once and is kept nowhere; white space around it does not count, " +
    "and a whole number is the same as its digits.",
};

/** What an example is made of. */
export type Exemplary = Pick<Release, "manifest" | "golden">;

/**
 * A row that the model answers, in its order: a golden one, with as little missing as there is; for a sensitive model
 * one that says nothing of the people it has learned from.
 */
export const exampleValues = ({ manifest, golden }: Exemplary): readonly Value[] => {
  const { features, privacy } = manifest;
  if (privacy === "sensitive") return features.map(neutral);
  const missing = (row: Golden["rows"][0]) => row.features.filter((value) => value === null).length;
  return golden.rows.reduce((best, row) => (missing(row) < missing(best) ? row : best)).features;
};

/** What the trainer computed for that row, as the api answers it; undefined for a sensitive model. */
export const exampleAnswer = (release: Exemplary): Json | undefined => {
  const { golden, manifest } = release;
  const values = exampleValues(release);
  const row = golden.rows.find(({ features }) => features === values);
  if (row === undefined) return undefined;
  const answers = classAnswers(manifest);
  const scores = Float64Array.from(scoresOf(row));
  return {
    [manifest.serving.answer]:
      answers === undefined ? scores[0] : [answers.labels[answers.codeOf(scores, 0)]],
  };
};

/** The same row by names, about nobody. */
export const exampleRow = (release: Exemplary): Readonly<Record<string, Value | undefined>> => {
  const { manifest } = release;
  const values = exampleValues(release);
  const subject = subjectOf(manifest);
  return {
    ...(subject === undefined ? {} : { [subject.name]: "example" }),
    ...Object.fromEntries(manifest.features.map(({ name }, i) => [name, values[i]])),
  };
};

const neutral = ({ type, values, categories, bounds }: ManifestFeature): Value => {
  if (type === "boolean") return false;
  const { min = -Infinity, max = Infinity } = bounds ?? {};
  return categories?.[0] ?? values?.[0] ?? Math.min(Math.max(0, min), max);
};
