import { subjectOf, type Manifest, type ManifestFeature } from "@despliega/storage";

import { objectOf, type Json } from "./schema.js";

const SAFE: Json = { minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER };

/** What a feature may be in a request. */
export const featureSchema = ({ type, values, missing, description }: ManifestFeature): Json => {
  const nullable = missing !== "refused";
  return {
    type: nullable ? [type, "null"] : type,
    ...(type === "integer" && values === undefined ? SAFE : {}),
    ...(values === undefined ? {} : { enum: nullable ? [...values, null] : values }),
    description,
  };
};

/** A row: one field a feature, which those that may be missing can do without, and for a sensitive model one that says whom it is about. */
export const rowSchema = (manifest: Manifest): Json => {
  const subject = subjectOf(manifest);
  const features = manifest.features.map((feature) => [feature.name, featureSchema(feature)]);
  return objectOf(
    {
      ...(subject === undefined ? {} : { [subject.name]: SUBJECT }),
      ...(Object.fromEntries(features) as Json),
    },
    optionalNames(manifest),
  );
};

/** The features that a row may do without. */
export const optionalNames = ({ features }: Manifest): readonly string[] =>
  features.flatMap(({ name, missing }) => (missing === "refused" ? [] : [name]));

const SUBJECT: Json = {
  type: ["string", "integer"],
  minLength: 1,
  maxLength: 200,
  description:
    "Whom the row is about. It becomes a pseudonym at once and is kept nowhere; white space around it does not count, " +
    "and a whole number is the same as its digits.",
};

/**
 * A row that the model answers, in its order: an average one, or for a sensitive model one that says nothing of the
 * people it has learned from.
 */
export const exampleValues = ({ features, privacy }: Manifest): readonly number[] =>
  features.map(privacy === "sensitive" ? neutral : average);

/** The same row by names, about nobody. */
export const exampleRow = (
  manifest: Manifest,
): Readonly<Record<string, string | number | undefined>> => {
  const values = exampleValues(manifest);
  const subject = subjectOf(manifest);
  return {
    ...(subject === undefined ? {} : { [subject.name]: "example" }),
    ...Object.fromEntries(manifest.features.map(({ name }, i) => [name, values[i]])),
  };
};

const neutral = ({ values }: ManifestFeature): number => values?.[0] ?? 0;

const average = ({ type, values, mean, range }: ManifestFeature): number => {
  if (values !== undefined)
    return values.reduce((best, value) =>
      Math.abs(value - mean) < Math.abs(best - mean) ? value : best,
    );
  const short = type === "integer" ? Math.round(mean) : Number(mean.toPrecision(4));
  return range === undefined ? short : Math.min(Math.max(short, range[0]), range[1]);
};
