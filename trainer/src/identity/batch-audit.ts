import type { AuditWriter } from "./audit.js";

/** A batch of answers about people. */
export interface BatchAccess {
  readonly reason: string;
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
 * Writes the audit record of a batch before it begins. A line for each few thousand decisions follows.
 *
 * @throws the store's error, after which the batch must not begin
 */
export const auditBatch = async (audit: AuditWriter, access: BatchAccess): Promise<BatchAudit> => {
  const { version } = access;
  await audit.write({ decision: "asked for a batch", ...access });
  return {
    async decided(decisions) {
      for (let from = 0; from < decisions.length; from += LINE) {
        const subjects = decisions.slice(from, from + LINE);
        await audit.write({ decision: "answered", version, subjects });
      }
    },
  };
};
