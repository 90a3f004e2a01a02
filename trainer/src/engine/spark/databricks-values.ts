import type { Rows, Statement } from "./databricks-shapes.js";
import { kindOfType } from "./kind-of-type.js";
import { SessionLost, type Page, type PageColumn } from "./session.js";

/** Types that the API calls by other names than SQL does. */
const TYPES: Readonly<Record<string, string>> = {
  BYTE: "TINYINT",
  SHORT: "SMALLINT",
  LONG: "BIGINT",
};

/** The columns of a result, without values. */
export type Columns = readonly Pick<PageColumn, "name" | "type">[];

export const columnsOf = ({ manifest }: Statement): Columns =>
  (manifest?.schema?.columns ?? []).map(({ name, type_name: type = "OTHER" }) => ({
    name,
    type: TYPES[type] ?? type,
  }));

/** Rows of texts as columns of values. @throws SessionLost for rows that are not of these columns */
export const pageOf = (rows: Rows, columns: Columns): Page => {
  if (rows.some((row) => row.length !== columns.length))
    throw new SessionLost("a row has not the columns of its result");
  return {
    rows: rows.length,
    columns: columns.map((column, at) => {
      const texts = rows.map((row) => row[at]!);
      return {
        ...column,
        values: valuesOf(column, texts),
        isMissing: (row) => texts[row] === null,
      };
    }),
  };
};

const valuesOf = (
  { type }: Columns[number],
  texts: readonly (string | null)[],
): PageColumn["values"] => {
  if (type === "BIGINT") return BigInt64Array.from(texts, (text) => BigInt(whole(text)));
  if (type === "BOOLEAN") return Uint8Array.from(texts, (text) => (text === "true" ? 1 : 0));
  if (type === "DOUBLE") return Float64Array.from(texts, Number);
  if (type === "FLOAT") return Float64Array.from(texts, (text) => Math.fround(Number(text)));
  if (kindOfType(type) === "integer") return Int32Array.from(texts, (text) => Number(whole(text)));
  return texts.map((text) => Buffer.from(text ?? ""));
};

const whole = (text: string | null): string => {
  if (text === null) return "0";
  if (/^-?\d{1,19}$/.test(text)) return text;
  throw new SessionLost("a whole number has another shape");
};
