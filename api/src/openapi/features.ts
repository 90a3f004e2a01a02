import {
  asksFeatures,
  classAnswers,
  featuresOfRows,
  KEY_FIELD,
  keysOfRows,
  scoresOf,
  subjectOf,
  type Golden,
  type Manifest,
  type ManifestFeature,
  type Release,
  type Value,
} from "@despliega/storage";

import { exampleKey, isKeyShown, keyFields, keySchema } from "./keys.js";
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

/** The features of a row, by name. */
export const featureFields = (features: readonly ManifestFeature[]): Json =>
  Object.fromEntries(
    featuresOfRows(features).map((feature) => [feature.name, featureSchema(feature)]),
  );

/** The fields of a row: whom it is about, where it says so, and one per feature. */
export const rowFields = (manifest: Manifest): Json => {
  const subject = subjectOf(manifest);
  return {
    ...(subject === undefined ? {} : { [subject.name]: SUBJECT }),
    ...keyFields(keysOfRows(manifest)),
    ...featureFields(manifest.features),
  };
};

/** The features that may be left out of a row. */
export const optionalNames = ({ features }: Manifest): readonly string[] =>
  featuresOfRows(features).flatMap(({ name, missing }) => (missing === "refused" ? [] : [name]));

/** A row with its fields and no others; those that may be missing it can do without. */
export const rowSchema = (manifest: Manifest): Json =>
  objectOf(rowFields(manifest), optionalNames(manifest));

/** The same with the key in its field `key`, where the row has one. */
export const askedSchema = (manifest: Manifest): Json => {
  const keys = keysOfRows(manifest);
  if (keys.length === 0) return rowSchema(manifest);
  const fields = { [KEY_FIELD]: keySchema(keys), ...featureFields(manifest.features) };
  return objectOf(fields, optionalNames(manifest));
};

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
export type Exemplary = Pick<Release, "manifest" | "golden" | "table">;

/** Whether the rows of a release are for some callers alone, or for nobody: no example is made of them. */
const hidesRows = ({ privacy, serving }: Pick<Manifest, "privacy" | "serving">): boolean =>
  privacy === "sensitive" || serving.details !== undefined;

/**
 * The features of a row that the model answers, in its order: a golden one, with as little missing as there is; for a
 * sensitive model, and one that names a role for details, one that says nothing of the people it has learned from.
 */
export const exampleValues = (release: Exemplary): readonly Value[] => {
  const { features } = release.manifest;
  if (hidesRows(release.manifest)) return features.map(neutral);
  const { features: values } = exampleGolden(release);
  const asked = featuresOfRows(features);
  return values.filter((_, i) => asked.includes(features[i]!));
};

const exampleGolden = ({ golden }: Exemplary): Golden["rows"][0] => {
  const missing = (row: Golden["rows"][0]) => row.features.filter((value) => value === null).length;
  return golden.rows.reduce((best, row) => (missing(row) < missing(best) ? row : best));
};

/**
 * What the trainer computed for that row, as the api answers it; undefined where its rows are not shown, and where the row of a
 * request is about another entity than the golden one.
 */
export const exampleAnswer = (release: Exemplary): Json | undefined => {
  const { manifest } = release;
  if (hidesRows(manifest) || asksFeatures(manifest.features)) return undefined;
  const row = exampleGolden(release);
  const answers = classAnswers(manifest);
  const scores = Float64Array.from(scoresOf(row));
  return {
    [manifest.serving.answer]:
      answers === undefined ? scores[0] : [answers.labels[answers.codeOf(scores, 0)]],
  };
};

/** A row by names. */
type ExampleRow = Readonly<Record<string, Value | undefined>>;

/** The features of that row by names. */
export const exampleFeatures = (release: Exemplary): ExampleRow => {
  const values = exampleValues(release);
  const features = featuresOfRows(release.manifest.features);
  return Object.fromEntries(features.map(({ name }, i) => [name, values[i]]));
};

/** The columns of an example key by names, where a row has one. */
const exampleKeys = (release: Exemplary): ExampleRow => {
  const key = exampleKey(release);
  return Object.fromEntries(keysOfRows(release.manifest).map(({ name }, i) => [name, key[i]]));
};

/** The same row with the fields that say whom it is about: nobody, or the entity of the example key. */
export const exampleRow = (release: Exemplary): ExampleRow => {
  const subject = subjectOf(release.manifest);
  return {
    ...(subject === undefined ? {} : { [subject.name]: "example" }),
    ...exampleKeys(release),
    ...exampleFeatures(release),
  };
};

/** Examples of bodies with such a row, where it can be shown. */
export const shownExamples = (
  { manifest }: Exemplary,
  examples: Json,
): { readonly examples?: Json } =>
  keysOfRows(manifest).length === 0 || isKeyShown(manifest) ? { examples } : {};

/** The same row with the key in its field `key`, where it has one. */
export const exampleAsked = (release: Exemplary): Json => {
  const named = exampleKeys(release);
  const [value, ...others] = Object.values(named);
  if (value === undefined) return exampleRow(release);
  return { [KEY_FIELD]: others.length === 0 ? value : named, ...exampleFeatures(release) };
};

const neutral = ({ type, values, categories, bounds }: ManifestFeature): Value => {
  if (type === "boolean") return false;
  const { min = -Infinity, max = Infinity } = bounds ?? {};
  return categories?.[0] ?? values?.[0] ?? Math.min(Math.max(0, min), max);
};
