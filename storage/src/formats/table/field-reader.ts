import { encoderOf } from "../value.js";
import type { TableFeature } from "./feature-table.js";

/** Reads the field of a feature in a row of a CSV, as the number that its model takes. @throws RangeError */
type FieldReader = (text: string, row: number) => number;

const BOOLEANS: Readonly<Record<string, boolean>> = { true: true, false: false };

/** Makes what reads the fields of a feature: numbers, `true` and `false`, or names. An empty field is a missing value. */
export const fieldReader = (feature: TableFeature): FieldReader => {
  const { name, type } = feature;
  if (type === "number" || type === "integer") return numberOf;
  const encode = encoderOf(feature);
  return (text, row) => {
    const code = text === "" ? NaN : encode(type === "boolean" ? BOOLEANS[text] : text);
    if (code !== undefined) return code;
    throw new RangeError(`row ${row} has a value that ${name} does not have`);
  };
};

const numberOf: FieldReader = (text, row) => {
  if (text === "") return NaN;
  const value = Number(text);
  if (!Number.isFinite(value)) throw new RangeError(`row ${row} has a value that is not a number`);
  return value;
};
