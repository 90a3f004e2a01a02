import { PSEUDONYM_FIELD } from "@despliega/storage";

import { ProblemError } from "../../http/problem/problem-error.js";
import { rowId } from "../../serving/observed/answered.js";
import { rowOf, type Predictor } from "../../serving/predictor.js";
import type { Batch } from "../../serving/signature/batch.js";
import { refuseToShow, type Call } from "../protocol.js";

/**
 * The answers to the rows of a batch, with commas between them; those of a sensitive model end with the pseudonym.
 *
 * @throws ProblemError `DETAIL_ROWS_TOO_MANY`
 */
export const rowAnswers = (
  { signature, scorer: { outputs }, write, detailedRows }: Predictor,
  batch: Batch,
  scores: Float64Array,
  { detail, id, show = refuseToShow }: Pick<Call, "detail" | "id" | "show">,
): string => {
  const rows = scores.length / outputs;
  if (detail && rows > detailedRows) throw new ProblemError("DETAIL_ROWS_TOO_MANY");
  const { width } = signature;
  const { pseudonyms, unknown } = batch;
  let text = "";
  for (let row = 0; row < rows; row++) {
    const answer = write(
      rowOf(batch, row, width),
      scores,
      row * outputs,
      detail,
      unknown.has(row),
      id === undefined ? undefined : rowId(id, row, rows),
    );
    if (row > 0) text += ",";
    text += pseudonyms === undefined ? answer : withPseudonym(answer, show(pseudonyms[row]!));
  }
  return text;
};

const withPseudonym = (answer: string, pseudonym: string): string =>
  `${answer.slice(0, -1)},"${PSEUDONYM_FIELD}":${JSON.stringify(pseudonym)}}`;
