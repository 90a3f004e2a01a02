import {
  codesOf,
  decoderOf,
  FRESHNESS_FIELD,
  isStored,
  NEW_FIELD,
  type ManifestFeature,
  type Release,
} from "@despliega/storage";

import { freshnessDetail, freshnessOf } from "./freshness.js";
import { jsonNumber } from "./json-number.js";

/** Writes the body of an answer about one row of features. */
export type WriteFeatures = (row: Float64Array, detail: boolean, isNew: boolean) => string;

/**
 * Answers with the features that a release holds, under their names and in the manifest's order; the detail is the version,
 * whether it knows the entity, and how old the features are.
 */
export const featuresAnswer = ({ manifest, edition }: Release): WriteFeatures => {
  const freshness = freshnessOf({ manifest, edition })!;
  const stored = manifest.features.filter(isStored);
  const places = stored.map((feature) => manifest.features.indexOf(feature));
  const keys = stored.map(({ name }, i) => `${i === 0 ? "{" : ","}${JSON.stringify(name)}:`);
  const values = stored.map(valueWriter);
  const plainEnd = "}";
  const version = `,"version":${JSON.stringify(manifest.version)}`;
  return (row, detail, isNew) => {
    let body = "";
    for (let i = 0; i < keys.length; i++) body += keys[i]! + values[i]!(row[places[i]!]!);
    if (!detail) return body + plainEnd;
    const fresh = JSON.stringify(freshnessDetail(freshness, Date.now()));
    return `${body}${version}${isNew ? `,"${NEW_FIELD}":true` : ""},"${FRESHNESS_FIELD}":${fresh}}`;
  };
};

/** Makes what writes the number of a feature as the value that callers know. */
const valueWriter = (feature: ManifestFeature): ((number: number) => string) => {
  const codes = codesOf(feature);
  if (codes === undefined) return jsonNumber;
  const decode = decoderOf(feature);
  const texts = Array.from({ length: codes }, (_, code) => JSON.stringify(decode(code)));
  return (code) => texts[code] ?? "null";
};
