import { withoutBlanks } from "@despliega/storage";

import type { Column } from "../../model/columns.js";
import type { InputFormat } from "../../model/input-format.js";
import { dayReader, momentReader } from "./day.js";
import { numberReader } from "./number.js";
import { booleanReader, type FieldReader } from "./boolean.js";

/** What a field becomes that cannot be read: a text that no column takes but one of text. */
const UNREADABLE = "?";

const NAN = /^nan$/i;

/**
 * Takes the fields of a column from the format of its input to the standard format: numbers with a point, days as
 * YYYY-MM-DD, and nothing where a word says that there is no value.
 */
export const columnReader = (column: Column, format: InputFormat): ((text: string) => string) => {
  const words = new Set(format.missing);
  const read = readerOf(column, format);
  return (text) => {
    const word = withoutBlanks(text);
    if (words.has(word)) return "";
    if (read === undefined || word === "" || NAN.test(word)) return text;
    return read(word) ?? UNREADABLE;
  };
};

/** Undefined where the format writes such a column in the standard way. */
const readerOf = ({ type }: Column, format: InputFormat): FieldReader | undefined => {
  const { decimal = ".", thousands, dateFormat = "YYYY-MM-DD" } = format;
  switch (type) {
    case "integer":
    case "number":
    case "decimal":
      return decimal === "." && thousands === undefined ? undefined : numberReader(format);
    case "date":
      return dateFormat === "YYYY-MM-DD" ? undefined : dayReader(dateFormat);
    case "timestamp":
      return dateFormat === "YYYY-MM-DD" ? undefined : momentReader(dateFormat);
    case "boolean":
      return (format.true ?? format.false) ? booleanReader(format.true, format.false) : undefined;
    case "text":
      return undefined;
  }
};
