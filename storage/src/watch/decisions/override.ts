import { createPublicKey } from "node:crypto";

import { z } from "zod";

import type { BlobStore } from "../../blob/blob-store.js";
import { untilUnchanged } from "../../blob/until-unchanged.js";
import { BlobMissing, DecisionKeyUnknown } from "../../errors/errors.js";
import { blobNames } from "../../release/blob-names.js";
import { placeOfId } from "../answer-id.js";
import type { About } from "./decision.js";
import type { FoundDecision } from "./find.js";
import type { DecisionKey } from "./keys.js";
import { openSealed, sealerFor } from "./seal.js";

/** What a person decided otherwise. */
const Override = z.object({
  at: z.iso.datetime(),
  by: z.string(),
  why: z.string(),
  /** The class, or the number, that takes the place of the answer. */
  answer: z.union([z.string(), z.number()]),
});
export type Override = z.infer<typeof Override>;

const Sealed = z.object({ at: z.iso.datetime(), sealed: z.string() });
const Line = z.union([Sealed, Override]);

/**
 * Keeps what a person decided otherwise beside a decision, encrypted where the decision is. The last one counts.
 *
 * @param keys private ones, that of the decision among them
 */
export const overrideDecision = async (
  store: BlobStore,
  { model, line }: FoundDecision,
  override: Override,
  keys: readonly DecisionKey[],
): Promise<void> => {
  const name = nameOf(model, line.id);
  const text = JSON.stringify(override);
  const seal = "sealed" in line ? sealerLike(line.id, line.sealed, model, keys) : undefined;
  const about = aboutOf(line.id, override.at);
  const kept =
    seal === undefined ? text : JSON.stringify({ at: about.at, sealed: seal(about, text) });
  await untilUnchanged(async () => {
    const { length } = await readOrEmpty(store, name);
    await store.append(name, Buffer.from(`${kept}\n`), length);
  });
};

/** What people decided otherwise about a decision, the first of them first. @throws `DECISION_KEY_UNKNOWN`, `DECISION_UNREADABLE` */
export const readOverrides = async (
  store: BlobStore,
  model: string,
  id: string,
  keys: readonly DecisionKey[],
): Promise<readonly Override[]> => {
  const text = (await readOrEmpty(store, nameOf(model, id))).toString();
  const lines = text.split("\n").filter((line) => line !== "");
  return lines.map((line) => {
    const read = Line.parse(JSON.parse(line));
    if (!("sealed" in read)) return read;
    const opened = openSealed(keys, model, aboutOf(id, read.at), read.sealed);
    return Override.parse(JSON.parse(opened));
  });
};

/** Deletes what people decided otherwise about a decision. */
export const deleteOverrides = (store: BlobStore, model: string, id: string): Promise<void> =>
  store.delete(nameOf(model, id));

/**
 * How many decisions of each day people decided otherwise, by the day of the decision in UTC. It lists names and reads
 * nothing.
 */
export const countOverrides = async (
  store: BlobStore,
  model: string,
): Promise<ReadonlyMap<string, number>> => {
  const prefix = blobNames.overrides(model);
  const counts = new Map<string, number>();
  for await (const { name } of store.list(prefix)) {
    const day = name.slice(prefix.length, prefix.length + "2026-01-31".length);
    counts.set(day, (counts.get(day) ?? 0) + 1);
  }
  return counts;
};

const nameOf = (model: string, id: string): string =>
  blobNames.override(model, placeOfId(id)?.day ?? "", id);

// Unlike any decision's, whose version is that of a release.
const aboutOf = (id: string, at: string): About => ({ id, at, version: "override" });

const sealerLike = (
  decision: string,
  sealed: string,
  model: string,
  keys: readonly DecisionKey[],
) => {
  const id = sealed.split(".")[0];
  const own = keys.find((key) => key.id === id);
  if (own === undefined) throw new DecisionKeyUnknown({ key: id ?? "", id: decision });
  return sealerFor({ id: own.id, key: createPublicKey(own.key) }, model);
};

const readOrEmpty = async (store: BlobStore, name: string): Promise<Buffer> => {
  try {
    return (await store.read(name)).bytes;
  } catch (error) {
    if (error instanceof BlobMissing) return Buffer.alloc(0);
    throw error;
  }
};
