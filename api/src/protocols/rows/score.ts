import { readEntities, scoreBatch, type Predictor } from "../../serving/predictor.js";
import type { Batch } from "../../serving/signature/batch.js";
import type { Call, RowsProtocol, Written } from "../protocol.js";

/** An answer with its rows and their scores. */
export interface Scored extends Written {
  readonly batch: Batch;
  /** One per row and output. */
  readonly scores: Float64Array;
}

/** Reads the rows of a call, scores them, and writes the answer. @throws ProblemError */
export const scoreCall = (protocol: RowsProtocol, predictor: Predictor, call: Call): Scored => {
  const rows = protocol.read(predictor, call);
  const { batch } = rows;
  readEntities(predictor, batch);
  const scores = scoreBatch(predictor, batch);
  const written = protocol.write(predictor, rows, scores, call);
  return { ...written, batch, scores };
};
