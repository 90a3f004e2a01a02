import type { ManifestFeature } from "../release/manifest/feature.js";
import { booleanOf } from "../values/boolean.js";
import { numberOf } from "../values/number.js";

/** Reads the text of a field by the type of its feature; undefined where it is no such value. */
const READ: Readonly<Record<ManifestFeature["type"], (field: string) => unknown>> = {
  integer: numberOf,
  number: numberOf,
  boolean: booleanOf,
  category: (field) => field,
};

/** Makes what turns the field of a CSV into a value of JSON. A text that no feature of its type takes stays a text. */
export const fieldReader = (type: ManifestFeature["type"]): ((field: string) => unknown) => {
  const read = READ[type];
  return (field) => {
    const value = read(field);
    return value === undefined ? field : value;
  };
};
