import { parse } from "csv-parse/sync";

import { Refusal } from "../refusal.js";
import { batchOfArrays, columnsOf } from "../signature/columns.js";
import { MAX_ROWS, type Batch } from "../signature/batch.js";
import type { Signature } from "../signature/signature.js";
import { textOf } from "./text.js";

/** Makes a batch of CSV with a header; an empty field is a missing value. @throws Refusal */
export const batchOfCsv = (signature: Signature, body: Uint8Array): Batch => {
  const [header, ...rows] = recordsOf(body);
  if (header === undefined) throw new Refusal("CSV_INVALID");
  return batchOfArrays(signature, rows, columnsOf(signature, header), valueOf);
};

// One record more than may be is enough to refuse them.
const recordsOf = (body: Uint8Array): string[][] => {
  const text = textOf(body);
  try {
    return parse(text, { skipEmptyLines: true, to: 1 + MAX_ROWS + 1 });
  } catch {
    // The parser's message quotes the line.
    throw new Refusal("CSV_INVALID");
  }
};

const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/i;

const valueOf = (cell: unknown): unknown => {
  const field = cell as string;
  if (field === "") return null;
  return NUMBER.test(field) ? Number(field) : field;
};
