import { scoreBatch, type Predictor } from "../../serving/predictor.js";
import type { Call, RowsProtocol, Written } from "../protocol.js";

/** An answer with its scores. */
export interface Scored extends Written {
  /** One per row and output. */
  readonly scores: Float64Array;
  /** One per row; undefined for an open model. */
  readonly pseudonyms?: readonly string[] | undefined;
}

/** Reads the rows of a call, scores them, and writes the answer. @throws ProblemError */
export const scoreCall = (protocol: RowsProtocol, predictor: Predictor, call: Call): Scored => {
  const rows = protocol.read(predictor, call);
  const scores = scoreBatch(predictor, rows.batch);
  const written = protocol.write(predictor, rows, scores, call);
  return { ...written, scores, pseudonyms: rows.batch.pseudonyms };
};
