import { STANDARD_MARKS, type CsvMarks } from "@despliega/storage";

import type { InputFormat } from "../../model/input-format.js";

/** The marks of a CSV in a format, as bytes. */
export const marksOf = ({ delimiter, quote }: InputFormat): CsvMarks => ({
  delimiter: delimiter?.charCodeAt(0) ?? STANDARD_MARKS.delimiter,
  quote: quote === "none" ? -1 : (quote?.charCodeAt(0) ?? STANDARD_MARKS.quote),
});

/** What a standard text has; it has no other field. */
const STANDARD: InputFormat = {
  delimiter: ",",
  quote: '"',
  decimal: ".",
  dateFormat: "YYYY-MM-DD",
};

/** Whether every field of a text in this format means what it means in the standard format, whatever its encoding. */
export const isStandard = (input: InputFormat): boolean =>
  Object.entries({ ...input, format: undefined, encoding: undefined }).every(
    ([field, value]) => value === undefined || value === STANDARD[field as keyof InputFormat],
  );
