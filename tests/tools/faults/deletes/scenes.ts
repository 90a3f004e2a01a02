import {
  blobNames,
  BlobMissing,
  DespliegaError,
  memoryBlobStore,
  openRelease,
  promote,
  prune,
  readChampion,
  readLedger,
  readManifest,
  refresh,
  releaseBefore,
  rollback,
  type BlobStore,
  type PruneRules,
} from "@despliega/storage";

import { collect } from "../../../support/collect.js";
import { editionOf, publishTinyEdition } from "../../../support/edition.js";
import { move, publishTiny, USERS, versionOf } from "../../../support/release.js";
import {
  interleave,
  type Actor,
  type Endings,
  type Explored,
  type Scene,
} from "../lib/interleave.js";

const MODEL = "riesgo";
const DAY = 86_400_000;

/** How an actor ends that dies. */
export const DIED = "DIED";

/** Deletes all that neither serves nor was written today. */
export const RULES: PruneRules = { keep: 0, grace: DAY };

const START = Date.parse("2026-01-01T00:00:00Z");

/** A store in memory with a clock that moves on request only. */
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
const rollsBackPast: Actor = async (store) =>
  rollback(store, MODEL, { ...move, at: await store.now() }, "release");
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

// A refresh that takes longer than the grace: its first part was written long ago.
const refreshesLate =
  (digit: number): Actor =>
  async (store) => {
    const before = await readChampion(store, MODEL);
    const { version } = before.champion!;
    const { parts, pointer } = await editionInMemory(version, digit);
    for (const { name, bytes } of parts.slice(1)) await store.create(name, bytes);
    await openRelease(store, MODEL, version, before.champion!.manifest, pointer);
    await refresh(store, MODEL, pointer, { ...move, at: await store.now() }, before);
  };

/** The blobs of an edition in the order in which they are published, the manifest last. */
const editionInMemory = async (version: string, digit: number) => {
  const memory = memoryBlobStore();
  await publishTiny(memory, { version });
  const edition = editionOf(digit);
  const pointer = await publishTinyEdition(memory, { version, edition, users: USERS });
  const names = (await collect(memory.list(""))).map(({ name }) => name);
  const manifest = blobNames.manifest(MODEL, version, edition);
  const others = names.filter((name) => name.includes(edition) && name !== manifest);
  const parts: { name: string; bytes: Buffer }[] = [];
  for (const name of [...others, manifest])
    parts.push({ name, bytes: (await memory.read(name)).bytes });
  return { pointer, parts };
};

const firstPart = async (store: BlobStore, digit: number): Promise<void> => {
  const memory = memoryBlobStore();
  await publishTiny(memory, { version: versionOf(digit) });
  const [first] = await collect(memory.list(""));
  await store.create(first!.name, (await memory.read(first!.name)).bytes);
};

// Fails all operations after so many.
const dies =
  (after: number, actor: Actor): Actor =>
  (store) => {
    let left = after;
    return actor(
      new Proxy(store, {
        get: (of, property: keyof BlobStore) => {
          if (left-- <= 0) throw new DespliegaError(DIED, "as it was told to");
          return of[property];
        },
      }),
    );
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

/**
 * Releases 3, which answered by edition 1, and 4, which answers by edition 4 after 2 and 3; of edition 5 there is one part.
 */
const withEditions = async (actors: Scene["actors"]): Promise<Scene> => {
  const { store, pass, at } = newTimedStore();
  const refreshes = async (digit: number): Promise<void> => {
    const before = await readChampion(store, MODEL);
    const { version } = before.champion!;
    const edition = editionOf(digit);
    const pointer = await publishTinyEdition(store, { version, edition, users: USERS });
    await refresh(store, MODEL, pointer, { ...move, at: at() }, before);
    pass(10);
  };
  for (const [digit, editions] of [
    [3, [1]],
    [4, [2, 3, 4]],
  ] as const) {
    await publishTiny(store, { version: versionOf(digit) });
    await promote(store, MODEL, versionOf(digit), { ...move, at: at() });
    for (const edition of editions) await refreshes(edition);
  }
  const { parts } = await editionInMemory(versionOf(4), 5);
  await store.create(parts[0]!.name, parts[0]!.bytes);
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

/** Actors that meet, and what holds for them. */
export interface Meeting {
  readonly make: () => Promise<Scene>;
  /** Whether every prune keeps what served within a day. */
  readonly grace: boolean;
}

const meeting = (actors: () => Scene["actors"], make = withChampion, grace = true): Meeting => ({
  make: () => make(actors()),
  grace,
});

const NO_GRACE: PruneRules = { keep: 0, grace: 0 };

/** What meets a prune, by name. */
export const MEETINGS: Readonly<Record<string, Meeting>> = {
  "a promotion": meeting(() => ({ prune: prunes(), promote: promotes(1) })),
  "a promotion of what never served": meeting(() => ({ prune: prunes(), promote: promotes(2) })),
  "a promotion that does not last": meeting(() => ({
    prune: prunes(),
    promote: promotes(1, 4, 3),
  })),
  "a promotion that does not last, without any grace": meeting(
    () => ({ prune: prunes(NO_GRACE), promote: promotes(1, 4, 3) }),
    withChampion,
    false,
  ),
  "a rollback": meeting(() => ({ prune: prunes(), rollback: rollsBack })),
  "a run that is slower than the grace": meeting(() => ({
    prune: prunes(),
    train: publishesLate(5),
  })),
  "a first run that is slower than the grace": meeting(
    () => ({ prune: prunes(), train: publishesLate(5) }),
    withoutChampion,
  ),
  "a rollback to an edition": meeting(
    () => ({ prune: prunes(), rollback: rollsBack }),
    withEditions,
  ),
  "a rollback past the editions of a release": meeting(
    () => ({ prune: prunes(), rollback: rollsBackPast }),
    withEditions,
  ),
  "a refresh that is slower than the grace": meeting(
    () => ({ prune: prunes(), refresh: refreshesLate(5) }),
    withEditions,
  ),
};

/** The same with three actors, of which there are many more orders. */
export const CROWDS: Readonly<Record<string, Meeting>> = {
  "a promotion and a rollback": meeting(() => ({
    prune: prunes(),
    promote: promotes(1),
    rollback: rollsBack,
  })),
  "two promotions": meeting(() => ({ prune: prunes(), one: promotes(1), two: promotes(2) })),
  "another prune and a promotion": meeting(() => ({
    prune: prunes(),
    other: prunes(),
    promote: promotes(1),
  })),
  "a refresh and a rollback": meeting(
    () => ({ prune: prunes(), refresh: refreshesLate(5), rollback: rollsBack }),
    withEditions,
  ),
  "a prune by other rules and a promotion that does not last": meeting(
    () => ({ prune: prunes(NO_GRACE), other: prunes(), promote: promotes(1, 4, 3) }),
    withChampion,
    false,
  ),
};

/** A promotion of what a prune wants to delete, where the prune dies after so many operations. */
export const deathAfter = (operations: number): Meeting =>
  meeting(() => ({ prune: dies(operations, prunes()), promote: promotes(1) }));

/** The same meeting with a step of the protocol left out, to see that it is missed. */
export const WITHOUT = {
  "that the pointer is written again": meeting(() => ({
    prune: (store) =>
      prunes()({
        ...store,
        replace: async (name, bytes, etag) =>
          name === blobNames.champion(MODEL) ? (etag ?? "") : store.replace(name, bytes, etag),
      }),
    promote: promotes(1),
  })),
  "that a promotion looks at the claim": meeting(() => ({
    prune: prunes(),
    promote: (store) =>
      promotes(1)({
        ...store,
        read: async (name) => {
          if (name === blobNames.pruning(MODEL)) throw new BlobMissing({ name });
          return store.read(name);
        },
      }),
  })),
} as const satisfies Readonly<Record<string, Meeting>>;

/** What is not whole of the champion, its predecessor and whatever served within the grace. */
const torn = async (store: BlobStore, grace: boolean): Promise<string | undefined> => {
  const { champion } = await readChampion(store, MODEL);
  const since = (await store.now()).getTime() - RULES.grace;
  const recent = grace
    ? (await readLedger(store, MODEL)).filter(({ at }) => Date.parse(at) > since)
    : [];
  for (const served of [champion, champion?.previous, ...recent]) {
    if (served === undefined || served === null) continue;
    try {
      const { parts } = await readManifest(store, MODEL, served.version, served.manifest);
      for (const part of parts) await store.read(blobNames.described(MODEL, served.version, part));
      if (served.edition !== undefined)
        await openRelease(store, MODEL, served.version, served.manifest, served.edition);
    } catch (error) {
      return `${(error as Error).message}, and ${served.version.at(-1)} may be served`;
    }
  }
  return undefined;
};

const ALLOWED = new Set([
  "done",
  DIED,
  "BLOB_CHANGED",
  "BLOB_MISSING",
  "RELEASE_PRUNED",
  "BLOB_EXISTS",
]);

// What is wrong when all have ended: an unforeseen error, or what a later prune cannot bring in order.
const disorder = async (store: BlobStore, endings: Endings): Promise<string | undefined> => {
  for (const [actor, ending] of Object.entries(endings))
    if (!ALLOWED.has(ending)) return `${actor} ended with ${ending}`;
  await prune(store, MODEL, { keep: 0, grace: 0 });
  const { champion } = await readChampion(store, MODEL);
  const before = champion && releaseBefore(await readLedger(store, MODEL), champion);
  const served = new Set(
    [champion, champion?.previous, before].flatMap((of) =>
      of === undefined || of === null ? [] : [of.version, `${of.version}/${of.edition?.name}`],
    ),
  );
  for await (const { name } of store.list("")) {
    const [, , version = "", within, edition] = name.split("/");
    if (name === blobNames.pruning(MODEL)) return "the note of a prune stays";
    if (champion === undefined || !version.includes("-")) continue;
    const unit = within === "editions" ? `${version}/${edition}` : version;
    if (!served.has(unit)) return `${name} stays`;
  }
  return torn(store, false);
};

/** Tries the orders of a meeting. */
export const tryMeeting = (
  { make, grace }: Meeting,
  preemptions: number | undefined,
): Promise<Explored> =>
  interleave(make, { always: (store) => torn(store, grace), atEnd: disorder }, preemptions);
