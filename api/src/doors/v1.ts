import { maskPseudonym } from "@despliega/storage";

import { PSEUDONYM_FIELD } from "../answers.js";
import { Refusal } from "../refusal.js";
import type { Batch } from "../signature/batch.js";
import { batchOfRecord, batchOfRecords } from "../signature/records.js";
import type { Call, Door } from "./door.js";
import { jsonOf } from "./json.js";
import { rowOf, scoreBatch, type Served } from "./served.js";

/** One object of features gives one answer, an array of them an array of answers; an empty array gives an empty one. */
export const v1: Door = (served, call) => {
  const json = jsonOf(call.body);
  const many = Array.isArray(json);
  const { signature } = served;
  const batch = many ? batchOfRecords(signature, json) : batchOfRecord(signature, json);
  const scores = scoreBatch(served, batch);
  const answers = answersOf(served, batch, scores, call);
  return { body: many ? `[${answers}]` : answers, scores, pseudonyms: batch.pseudonyms };
};

// With all contributions of a wide model a million answers are longer than a string can be.
const MAX_DETAILED_ROWS = 10_000;

/**
 * The answers to the rows of a batch, with commas between them; those about people end with whom they are about.
 *
 * @throws Refusal `DETAIL_ROWS_TOO_MANY`
 */
export const answersOf = (
  { signature, write }: Served,
  batch: Batch,
  scores: Float64Array,
  { detail, show = maskPseudonym }: Pick<Call, "detail" | "show">,
): string => {
  if (detail && scores.length > MAX_DETAILED_ROWS) throw new Refusal("DETAIL_ROWS_TOO_MANY");
  const width = signature.names.length;
  const { pseudonyms } = batch;
  let text = "";
  for (let row = 0; row < scores.length; row++) {
    const answer = write(rowOf(batch, row, width), scores[row]!, detail);
    if (row > 0) text += ",";
    text += pseudonyms === undefined ? answer : withPseudonym(answer, show(pseudonyms[row]!));
  }
  return text;
};

const withPseudonym = (answer: string, pseudonym: string): string =>
  `${answer.slice(0, -1)},"${PSEUDONYM_FIELD}":${JSON.stringify(pseudonym)}}`;
