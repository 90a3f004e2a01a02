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

/**
 * Writes the audit record of an access, in an append blob of its own beside those of the api:
 * `<model>/<day>/identify-….jsonl`.
 *
 * @param store of the audit container
 * @throws the store's error, after which the access must not continue
 */
export const recordAccess = async (
  store: BlobStore,
  { at, model, ...access }: IdentityAccess,
): Promise<void> => {
  const time = at.toISOString();
  const name = `${model}/${time.slice(0, 10)}/identify-${randomBytes(8).toString("hex")}.jsonl`;
  const record = { at: time, decision: "identified", model, ...access };
  await store.append(name, Buffer.from(`${JSON.stringify(record)}\n`), 0);
};
