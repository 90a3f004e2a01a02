import { isUtf8 } from "node:buffer";

import { csvOf, fieldReader } from "@despliega/storage";

import { readingBytes } from "../../http/body/memory.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import type { Batch } from "../../serving/signature/batch.js";
import { batchOfTable } from "../../serving/signature/columns.js";
import { MAX_ROWS } from "../../serving/signature/limits.js";
import type { Signature } from "../../serving/signature/signature.js";

/**
 * Makes a batch of CSV with a header; its fields are read as the trainer reads those of an input.
 *
 * @param memory that reading may take, in bytes. Default: without a bound
 * @throws ProblemError
 */
export const batchOfCsv = (signature: Signature, body: Uint8Array, memory = Infinity): Batch => {
  if (readingBytes(body.length, countFields(body)) > memory)
    throw new ProblemError("VALUES_TOO_MANY");
  if (!isUtf8(body)) throw new ProblemError("BODY_NOT_TEXT");
  // One row more than may be is enough to refuse them.
  const csv = csvOf(body, MAX_ROWS + 1);
  if ("fault" in csv)
    throw new ProblemError("CSV_INVALID", {
      row: csv.row,
      expected: EXPECTED[csv.fault] ?? `no ${csv.fault}`,
    });
  const readers = [...signature.names, ...signature.about].map((_, position) =>
    fieldReader(signature.type(position)),
  );
  return batchOfTable(signature, csv.columns, csv.rows, (field, position) =>
    readers[position]!(field as string),
  );
};

const COMMA = 0x2c;
const LINE_FEED = 0x0a;

/** Counts what may separate fields, before any of them is built. */
const countFields = (body: Uint8Array): number => {
  let fields = 1;
  for (const byte of body) if (byte === COMMA || byte === LINE_FEED) fields++;
  return fields;
};

const EXPECTED: Readonly<Record<string, string>> = {
  "not a record": "a header of names with commas between them",
  "too few columns": "as many fields as the header has",
  "too many columns": "as many fields as the header has",
  "too long": "a line of at most 1 MiB",
};
