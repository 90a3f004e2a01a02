import { randomBytes } from "node:crypto";

import type { BlobStore } from "@despliega/storage";

/** A batch of answers about people. */
export interface BatchAccess {
  readonly at: Date;
  /** The person that asks. */
  readonly caller: string;
  readonly reason: string;
  readonly model: string;
  readonly version: string;
  /** How the output shows pseudonyms. */
  readonly sees: "masked" | "whole";
}

/** What was decided about a person. */
interface Decision {
  readonly pseudonym: string;
  readonly answer: string | number;
}

/** Keeps the audit records of one batch. */
export interface BatchAudit {
  /** Resolves when decisions are kept. @throws the store's error, after which no answer may leave */
  readonly decided: (decisions: readonly Decision[]) => Promise<void>;
}

/** Decisions in one line: with pseudonyms and class names it is far below what one append may have. */
const LINE = 5_000;

/**
 * Writes the audit record of a batch before it begins, in an append blob of its own beside those of the api:
 * `<model>/<day>/score-….jsonl`. A line for each few thousand decisions follows.
 *
 * @param store of the audit container
 * @throws the store's error, after which the batch must not begin
 */
export const auditBatch = async (
  store: BlobStore,
  { at, model, version, ...access }: BatchAccess,
): Promise<BatchAudit> => {
  const time = at.toISOString();
  const name = `${model}/${time.slice(0, 10)}/score-${randomBytes(8).toString("hex")}.jsonl`;
  let length = 0;
  const append = async (record: object): Promise<void> => {
    const line = Buffer.from(`${JSON.stringify({ at: time, ...record, model, version })}\n`);
    await store.append(name, line, length);
    length += line.length;
  };
  await append({ decision: "asked for a batch", ...access });
  return {
    async decided(decisions) {
      for (let from = 0; from < decisions.length; from += LINE)
        await append({ decision: "answered", subjects: decisions.slice(from, from + LINE) });
    },
  };
};
