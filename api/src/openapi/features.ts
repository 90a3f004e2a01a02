import type { Manifest, ManifestFeature } from "@despliega/storage";

import { objectOf, type Json } from "./schema.js";

/** What a feature may be in a request. */
export const featureSchema = ({ type, values, missing, description }: ManifestFeature): Json => {
  const nullable = missing !== "refused";
  return {
    type: nullable ? [type, "null"] : type,
    ...(values === undefined ? {} : { enum: nullable ? [...values, null] : values }),
    description,
  };
};

/** A row: one field a feature. */
export const rowSchema = ({ features }: Manifest): Json =>
  objectOf(Object.fromEntries(features.map((feature) => [feature.name, featureSchema(feature)])));

/**
 * A row that the model answers, in its order: an average one, or for a sensitive model one that says nothing of the
 * people it has learned from.
 */
export const exampleValues = ({ features, privacy }: Manifest): readonly number[] =>
  features.map(privacy === "sensitive" ? neutral : average);

/** The same row by names. */
export const exampleRow = (manifest: Manifest): Json => {
  const values = exampleValues(manifest);
  return Object.fromEntries(manifest.features.map(({ name }, i) => [name, values[i]]));
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
