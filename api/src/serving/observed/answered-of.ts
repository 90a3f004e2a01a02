import type { ApiResponse } from "../../http/exchange/api-response.js";
import type { Batch } from "../signature/batch.js";
import type { Answered } from "./answered.js";

/** Rows of a request, scored by a release. */
export interface ScoredBatch extends Pick<Answered, "release" | "id" | "scores"> {
  readonly batch: Batch;
}

/**
 * The answers to the rows of a batch, for those who observe them.
 *
 * @param response names the caller and the request
 */
export const answeredOf = (
  { release, id, batch, scores }: ScoredBatch,
  { caller, requestId }: ApiResponse,
): Answered => {
  const { values, keys, pseudonyms, unknown } = batch;
  const rows = scores.length / release.scorer.outputs;
  const at = Date.now();
  return { release, id, at, rows, values, scores, keys, pseudonyms, unknown, caller, requestId };
};
