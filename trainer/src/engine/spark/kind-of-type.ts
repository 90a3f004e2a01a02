import type { ReturnedColumn } from "../description.js";

const KINDS: Readonly<Record<string, ReturnedColumn["kind"]>> = {
  TINYINT: "integer",
  SMALLINT: "integer",
  INT: "integer",
  BIGINT: "integer",
  FLOAT: "number",
  DOUBLE: "number",
  DECIMAL: "number",
  BOOLEAN: "boolean",
  DATE: "day",
  STRING: "text",
  VARCHAR: "text",
  CHAR: "text",
  TIMESTAMP: "text",
};

/** What the values of a column are, by Spark's name of its type. */
export const kindOfType = (type: string): ReturnedColumn["kind"] => KINDS[type] ?? "other";
