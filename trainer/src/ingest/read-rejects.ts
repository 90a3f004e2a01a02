import { fieldTexts } from "@despliega/storage";

import { eachRecord } from "./records.js";
import { standardText } from "./standard-text.js";

/** Columns of a row that do not fit, each with its reason, in their order. */
export type RowReasons = readonly (readonly [column: string, reason: string])[];

const HEADER = {
  names: ["dataset", "line", "column", "reason"],
  length: 0,
  lines: 0,
  lineFeed: true,
};

/** Reads the rejected rows of one input, as `appendRejects` wrote them: their reasons by their number. */
export const readRejects = async (file: string): Promise<Map<number, RowReasons>> => {
  const found = new Map<number, RowReasons>();
  await eachRecord(standardText(file), HEADER, ({ bytes, start, end }) => {
    const [, line, column, reason] = fieldTexts(bytes.subarray(start, end));
    found.set(Number(line), [...(found.get(Number(line)) ?? []), [column!, reason!]]);
  });
  return found;
};
