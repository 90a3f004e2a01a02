import { Refusal } from "../refusal.js";
import { batchOfRecord, batchOfRecords } from "../signature/records.js";
import type { Door } from "./door.js";
import { jsonOf } from "./json.js";
import { rowOf, scoreBatch, type Served } from "./served.js";

/** One object of features gives one answer, an array of them an array of answers; an empty array gives an empty one. */
export const v1: Door = (served, { body, detail }) => {
  const json = jsonOf(body);
  const many = Array.isArray(json);
  const { signature } = served;
  const batch = many ? batchOfRecords(signature, json) : batchOfRecord(signature, json);
  const scores = scoreBatch(served, batch);
  const answers = answersOf(served, batch, scores, detail);
  return { body: many ? `[${answers}]` : answers, scores };
};

// With all contributions of a wide model a million answers are longer than a string can be.
const MAX_DETAILED_ROWS = 10_000;

/** The answers to the rows of a batch, with commas between them. @throws Refusal `DETAIL_ROWS_TOO_MANY` */
export const answersOf = (
  { signature, write }: Served,
  batch: Float64Array,
  scores: Float64Array,
  detail: boolean,
): string => {
  if (detail && scores.length > MAX_DETAILED_ROWS) throw new Refusal("DETAIL_ROWS_TOO_MANY");
  const width = signature.names.length;
  let text = "";
  for (let row = 0; row < scores.length; row++)
    text += (row === 0 ? "" : ",") + write(rowOf(batch, row, width), scores[row]!, detail);
  return text;
};
