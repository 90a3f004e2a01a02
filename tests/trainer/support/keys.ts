import { Keys, type Key } from "@despliega/storage";
import type { PersonKeys } from "@despliega/trainer/ingest/people.js";

/** A setting of keys: each has an id and 32 bytes that only this id and this use have. */
export const keysSetting = (use: string, ...ids: readonly string[]): string =>
  ids.map((id) => `${id}:${Buffer.from(`${use} ${id}`.padEnd(32, ".")).toString("base64")}`).join();

const keys = (use: string, ids: readonly string[]): readonly Key[] =>
  Keys.parse(keysSetting(use, ...ids));

/** Keys of these ids for both uses, the current one first. */
export const testKeys = (...ids: readonly string[]): PersonKeys => ({
  pseudonym: keys("pseudonyms", ids),
  identity: keys("identities", ids),
});
