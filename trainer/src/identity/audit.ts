import { randomBytes } from "node:crypto";

import type { BlobStore } from "@despliega/storage";

/** An access to the identities behind pseudonyms. */
export interface IdentityAccess {
  readonly at: Date;
  /** The person that asks. */
  readonly caller: string;
  readonly reason: string;
  readonly model: string;
  readonly version: string;
  readonly pseudonyms: readonly string[];
}

/** What was done with decisions. */
export interface DecisionAccess {
  readonly at: Date;
  /** The person that asks. */
  readonly caller: string;
  readonly reason: string;
  readonly model: string;
  readonly decision: "opened" | "overridden" | "erased";
  /** Of the decisions. */
  readonly ids: readonly string[];
}

/**
 * Writes the audit record of an access, in an append blob of its own beside those of the api:
 * `<model>/<day>/identify-….jsonl`.
 *
 * @param store of the audit container
 * @throws the store's error, after which the access must not continue
 */
export const recordAccess = (store: BlobStore, { at, ...access }: IdentityAccess): Promise<void> =>
  writeRecord(store, "identify", at, { decision: "identified", ...access });

/** Writes the audit record of what is done with decisions, in `<model>/<day>/decision-….jsonl`. @throws as {@link recordAccess} */
export const recordDecisionAccess = (
  store: BlobStore,
  { at, ...access }: DecisionAccess,
): Promise<void> => writeRecord(store, "decision", at, access);

const writeRecord = async (
  store: BlobStore,
  verb: string,
  at: Date,
  access: Readonly<Record<string, unknown>> & { readonly model: string },
): Promise<void> => {
  const time = at.toISOString();
  const name = `${access.model}/${time.slice(0, 10)}/${verb}-${randomBytes(8).toString("hex")}.jsonl`;
  await store.append(name, Buffer.from(`${JSON.stringify({ at: time, ...access })}\n`), 0);
};
