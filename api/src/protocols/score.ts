import { scoreBatch, type Served } from "../serving/served.js";
import type { Call, RowsProtocol, Written } from "./protocol.js";

/** Scored rows. */
export interface Scored extends Written {
  /** One per row. */
  readonly scores: Float64Array;
  /** Whom each row is about; undefined for an open model. */
  readonly pseudonyms?: readonly string[] | undefined;
}

/** Reads the rows of a call, scores them, and writes the answer. @throws Refusal */
export const scoreCall = (protocol: RowsProtocol, served: Served, call: Call): Scored => {
  const asked = protocol.read(served, call);
  const scores = scoreBatch(served, asked.batch);
  const written = protocol.write(served, asked, scores, call);
  return { ...written, scores, pseudonyms: asked.batch.pseudonyms };
};
