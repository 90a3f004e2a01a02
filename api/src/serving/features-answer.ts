import { codesOf, decoderOf, type ManifestFeature, type Release } from "@despliega/storage";

import { jsonNumber } from "./json-number.js";
import type { WriteAnswer } from "./answers.js";

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
  if (codes === undefined) return jsonNumber;
  const decode = decoderOf(feature);
  const texts = Array.from({ length: codes }, (_, code) => JSON.stringify(decode(code)));
  return (code) => texts[code] ?? "null";
};
