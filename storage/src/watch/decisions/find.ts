import type { BlobStore } from "../../blob/blob-store.js";
import { DecisionErased, DecisionUnknown } from "../../errors/errors.js";
import { placeOfId } from "../answer-id.js";
import { linesWith, listDecisionBlobs } from "./blobs.js";
import { isKept, readDecisionLine, type DecisionLine, type KeptLine } from "./line.js";

/** A decision as it is kept, and its model. */
export interface FoundDecision {
  readonly model: string;
  readonly line: KeptLine;
}

/** Clocks of processes and of the store may differ by so much. */
const SKEW_MS = 15 * 60_000;
const DAY_MS = 86_400_000;

/**
 * Finds a decision by its id, in the blobs of the process and the day that the id names.
 *
 * @param models whose decisions are looked at
 * @throws `DECISION_UNKNOWN`, `DECISION_ERASED`
 */
export const findDecision = async (
  store: BlobStore,
  models: readonly string[],
  id: string,
): Promise<FoundDecision> => {
  let erased: string | undefined;
  for (const model of models)
    for await (const line of linesOf(store, model, id)) {
      if (isKept(line)) return { model, line };
      erased = line.erased;
    }
  if (erased !== undefined) throw new DecisionErased({ id, at: erased });
  throw new DecisionUnknown({ id, models });
};

const linesOf = async function* (
  store: BlobStore,
  model: string,
  id: string,
): AsyncGenerator<DecisionLine> {
  const place = placeOfId(id);
  if (place === undefined) return;
  // A line is appended a moment after its id was made, which may be the next day.
  const next = new Date(Date.parse(`${place.day}T00:00:00Z`) + DAY_MS).toISOString().slice(0, 10);
  for (const day of [place.day, next])
    for (const blob of await listDecisionBlobs(store, model, `${day}/${place.instance}-`)) {
      if (blob.modified.getTime() < place.at.getTime() - SKEW_MS) continue;
      for (const text of await linesWith(store, model, blob, [`"id":${JSON.stringify(id)}`])) {
        const line = readDecisionLine(text);
        if (line?.id === id) yield line;
      }
    }
};
