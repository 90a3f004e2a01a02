import { readEntities, scoreBatch, type Predictor } from "../../serving/predictor.js";
import type { Call, RowsProtocol, Written } from "../protocol.js";

/** An answer with its scores. */
export interface Scored extends Written {
  /** One per row and output. */
  readonly scores: Float64Array;
  /** One per row; undefined for an open model. */
  readonly pseudonyms?: readonly string[] | undefined;
  /** Rows about entities without history. Default: none. */
  readonly unknown?: ReadonlySet<number> | undefined;
}

/** Reads the rows of a call, scores them, and writes the answer. @throws ProblemError */
export const scoreCall = (protocol: RowsProtocol, predictor: Predictor, call: Call): Scored => {
  const rows = protocol.read(predictor, call);
  const { batch } = rows;
  readEntities(predictor, batch);
  const scores = scoreBatch(predictor, batch);
  const written = protocol.write(predictor, rows, scores, call);
  return { ...written, scores, pseudonyms: batch.pseudonyms, unknown: batch.unknown };
};
