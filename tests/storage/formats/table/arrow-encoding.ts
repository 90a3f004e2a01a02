import { TextValues, type Batch, type BatchColumn } from "@despliega/trainer/engine/batch.js";
import { arrowFile, type ArrowField } from "@despliega/trainer/release/arrow-file.js";

import { collect } from "../../../support/collect.js";
import type { GivenTable } from "./feature-table.suite.js";

type Values = readonly (number | string | null)[];

/** Options of a file. */
export interface ArrowChoices {
  /** Types of the columns. Default: utf8 for text, int64 for another first one, then the smallest that holds all. */
  readonly types?: readonly ArrowField["type"][];
  /** Rows per batch. Default: 3 */
  readonly batch?: number;
}

/** Writes a table as an Arrow file. */
export const encodeArrow = async (
  { names, rows }: GivenTable,
  { types, batch = 3 }: ArrowChoices = {},
): Promise<Buffer> => {
  const columns = names.map((_, i) => rows.map((row) => row[i] ?? null));
  const fields = names.map((name, i): ArrowField => {
    const type = types?.[i] ?? typeOf(columns[i]!, i);
    return { name, type, nullable: columns[i]!.includes(null) };
  });
  const batches = async function* (): AsyncGenerator<Batch> {
    for (let from = 0; from < rows.length; from += batch) {
      const parts = columns.map((values) => values.slice(from, from + batch));
      yield {
        rows: parts[0]!.length,
        columns: parts.map((values, i) => encode(values, fields[i]!.type)),
      };
    }
  };
  const pieces = await collect(
    (async function* () {
      for await (const piece of arrowFile(fields, batches())) yield Buffer.from(piece);
    })(),
  );
  return Buffer.concat(pieces);
};

const typeOf = (values: Values, at: number): ArrowField["type"] => {
  if (values.some((value) => typeof value === "string")) return "utf8";
  if (at === 0) return "int64";
  return values.every((value) => value === null || (Number(value) | 0) === value)
    ? "int32"
    : "float64";
};

const encode = (given: Values, type: ArrowField["type"]): BatchColumn => {
  const validity = new Uint8Array(Math.ceil(given.length / 8));
  given.forEach((value, i) => {
    if (value !== null) validity[i >> 3]! |= 1 << (i & 7);
  });
  const values = given.map((value) => Number(value ?? 0));
  const texts = new TextValues();
  if (type === "utf8") given.forEach((value, row) => texts.write(row, `${value ?? ""}`));
  return {
    values:
      type === "utf8"
        ? texts
        : type === "int64"
          ? BigInt64Array.from(values, BigInt)
          : type === "int32"
            ? Int32Array.from(values)
            : Float64Array.from(values),
    validity,
    nulls: given.filter((value) => value === null).length,
  };
};
