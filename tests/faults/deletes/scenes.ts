import {
  blobNames,
  memoryBlobStore,
  openRelease,
  promote,
  prune,
  readChampion,
  readManifest,
  rollback,
  type BlobStore,
  type PruneRules,
} from "@despliega/storage";

import { collect } from "../../support/collect.js";
import { move, publishTiny, versionOf } from "../../support/release.js";
import type { Actor, Endings, Scene } from "../lib/interleave.js";

const MODEL = "riesgo";
const DAY = 86_400_000;

/** Deletes all that neither serves nor was written today. */
export const RULES: PruneRules = { keep: 0, grace: DAY };

const START = Date.parse("2026-01-01T00:00:00Z");

/** A store in memory whose clock stands still until it is told to go on. */
export const newTimedStore = () => {
  let now = START;
  const store = memoryBlobStore(() => new Date(now));
  const pass = (days: number): void => void (now += days * DAY);
  return { store, pass, at: () => new Date(now) };
};

const promotes =
  (...digits: readonly number[]): Actor =>
  async (store) => {
    for (const digit of digits)
      await promote(store, MODEL, versionOf(digit), { ...move, at: await store.now() });
  };
const rollsBack: Actor = async (store) =>
  rollback(store, MODEL, { ...move, at: await store.now() });
const prunes =
  (rules: PruneRules = RULES): Actor =>
  (store) =>
    prune(store, MODEL, rules);

// A run that takes longer than the grace: its first part was written long ago.
const publishesLate =
  (digit: number): Actor =>
  async (store) => {
    const memory = memoryBlobStore();
    const before = await readChampion(store, MODEL);
    const { version } = await publishTiny(memory, { version: versionOf(digit) });
    const parts = (await collect(memory.list(""))).map(({ name }) => name);
    const manifest = blobNames.manifest(MODEL, version);
    for (const name of [...parts.filter((part) => part !== manifest).slice(1), manifest])
      await store.create(name, (await memory.read(name)).bytes);
    await openRelease(store, MODEL, version);
    await promote(store, MODEL, version, { ...move, at: await store.now() }, before);
  };

const firstPart = async (store: BlobStore, digit: number): Promise<void> => {
  const memory = memoryBlobStore();
  await publishTiny(memory, { version: versionOf(digit) });
  const [first] = await collect(memory.list(""));
  await store.create(first!.name, (await memory.read(first!.name)).bytes);
};

// Dies after so many operations: the rest never come.
const dies =
  (after: number, actor: Actor): Actor =>
  async (store) => {
    let left = after;
    const dead = new Error("died");
    const mortal = new Proxy(store, {
      get: (of, property: keyof BlobStore) => {
        const value = of[property];
        if (typeof value !== "function") return value;
        return (...given: never[]) => {
          if (left-- <= 0) throw dead;
          return (value as (...args: never[]) => unknown)(...given);
        };
      },
    });
    try {
      await actor(mortal);
    } catch (error) {
      if (error !== dead) throw error;
    }
  };

/** Old releases 1 and 2, of which 1 was the champion once, then 3 as predecessor and 4 as champion. */
const withChampion = async (actors: Scene["actors"]): Promise<Scene> => {
  const { store, pass, at } = newTimedStore();
  for (const digit of [1, 2, 3, 4]) {
    await publishTiny(store, { version: versionOf(digit) });
    if (digit !== 2) await promote(store, MODEL, versionOf(digit), { ...move, at: at() });
    pass(10);
  }
  await firstPart(store, 5);
  pass(10);
  return { store, actors };
};

const withoutChampion = async (actors: Scene["actors"]): Promise<Scene> => {
  const { store, pass } = newTimedStore();
  await publishTiny(store, { version: versionOf(1) });
  await firstPart(store, 5);
  pass(10);
  return { store, actors };
};

/** How many operations a prune of {@link withChampion} has, at least. */
const OPERATIONS = 40;

/** What meets a prune, by name. */
export const SCENES: Readonly<Record<string, () => Promise<Scene>>> = {
  "a promotion": () => withChampion({ prune: prunes(), promote: promotes(1) }),
  "a promotion of a release that never served": () =>
    withChampion({ prune: prunes(), promote: promotes(2) }),
  "a promotion that does not last": () =>
    withChampion({ prune: prunes(), promote: promotes(1, 4, 3) }),
  "a promotion, without any grace": () =>
    withChampion({ prune: prunes({ keep: 0, grace: 0 }), promote: promotes(1, 4, 3) }),
  "a rollback": () => withChampion({ prune: prunes(), rollback: rollsBack }),
  "a promotion and a rollback": () =>
    withChampion({ prune: prunes(), promote: promotes(1), rollback: rollsBack }),
  "two promotions": () => withChampion({ prune: prunes(), one: promotes(1), two: promotes(2) }),
  "a run that is slower than the grace": () =>
    withChampion({ prune: prunes(), train: publishesLate(5) }),
  "a first run that is slower than the grace": () =>
    withoutChampion({ prune: prunes(), train: publishesLate(5) }),
  "another prune and a promotion": () =>
    withChampion({ prune: prunes(), other: prunes(), promote: promotes(1) }),
  "a prune by other rules and a promotion that does not last": () =>
    withChampion({
      prune: prunes({ keep: 0, grace: 0 }),
      other: prunes(),
      promote: promotes(1, 4, 3),
    }),
  ...Object.fromEntries(
    Array.from({ length: OPERATIONS }, (_, after) => [
      `a promotion, and dies after ${after} operations`,
      () => withChampion({ prune: dies(after, prunes()), promote: promotes(1) }),
    ]),
  ),
};

/** What is not whole of the champion and its predecessor. */
export const torn = async (store: BlobStore): Promise<string | undefined> => {
  const { champion } = await readChampion(store, MODEL);
  for (const served of [champion, champion?.previous]) {
    if (served === undefined || served === null) continue;
    try {
      const { parts } = await readManifest(store, MODEL, served.version, served.manifest);
      for (const { name } of parts) await store.read(blobNames.part(MODEL, served.version, name));
    } catch (error) {
      return `${(error as Error).message}, and ${served.version.at(-1)} may be served`;
    }
  }
  return undefined;
};

const ALLOWED = ["done", "BLOB_CHANGED", "BLOB_MISSING", "RELEASE_PRUNED", "BLOB_EXISTS"];

/** What is wrong when all have ended: an unforeseen error, or what a later prune cannot bring in order. */
export const disorder = async (store: BlobStore, endings: Endings): Promise<string | undefined> => {
  for (const [actor, ending] of Object.entries(endings))
    if (!ALLOWED.includes(ending)) return `${actor} ended with ${ending}`;
  await prune(store, MODEL, { keep: 0, grace: 0 });
  const { champion } = await readChampion(store, MODEL);
  const served = [champion?.version, champion?.previous?.version];
  for await (const { name } of store.list("")) {
    const version = name.split("/")[2]!;
    if (name === blobNames.pruning(MODEL)) return "the note of a prune stays";
    if (champion !== undefined && version.includes("-") && !served.includes(version))
      return `${name} stays`;
  }
  return torn(store);
};
