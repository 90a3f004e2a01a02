import type { BlobStore } from "@despliega/storage";

import { collect } from "../../../support/collect.js";

/** What there is before an operation is tried, and what it may write. */
export interface Ground {
  /** A blob that is there, and its etag. */
  readonly there: string;
  readonly etag: string;
  /** A log of four bytes. */
  readonly log: string;
  /** A name that no other case writes. */
  readonly fresh: string;
  readonly large: { readonly file: string };
}

/** Each operation of a blob store, in each of its forms. */
export const OPERATIONS = {
  read: (store: BlobStore, { there }: Ground) => store.read(there),
  stream: (store: BlobStore, { there }: Ground) => collect(store.stream(there)),
  create: (store: BlobStore, { fresh }: Ground) => store.create(fresh, Buffer.from("a")),
  "create large": (store: BlobStore, { fresh, large }: Ground) => store.create(fresh, large),
  "replace nothing": (store: BlobStore, { fresh }: Ground) =>
    store.replace(fresh, Buffer.from("a"), null),
  replace: (store: BlobStore, { there, etag }: Ground) =>
    store.replace(there, Buffer.from("a"), etag),
  "append first": (store: BlobStore, { fresh }: Ground) =>
    store.append(fresh, Buffer.from("one\n"), 0),
  append: (store: BlobStore, { log }: Ground) => store.append(log, Buffer.from("two\n"), 4),
  delete: (store: BlobStore, { there }: Ground) => store.delete(there),
  "delete under etag": (store: BlobStore, { there, etag }: Ground) => store.delete(there, etag),
  list: (store: BlobStore) => collect(store.list("there/")),
  ensureContainer: (store: BlobStore) => store.ensureContainer(),
  now: (store: BlobStore) => store.now(),
} as const satisfies Readonly<Record<string, (store: BlobStore, ground: Ground) => unknown>>;

export type Operation = keyof typeof OPERATIONS;

/** Those that are about the container and no blob. */
const OF_CONTAINER: ReadonlySet<Operation> = new Set(["list", "ensureContainer", "now"]);

export const isOfContainer = (operation: Operation): boolean => OF_CONTAINER.has(operation);

/** Makes what an operation needs. */
export const layGround = async (
  direct: BlobStore,
  name: string,
  large: { readonly file: string },
): Promise<Ground> => {
  const there = `there/${name}`;
  const log = `log/${name}`;
  const etag = await direct.replace(there, Buffer.from("there"), null);
  await direct.append(log, Buffer.from("one\n"), 0);
  return { there, etag, log, fresh: `fresh/${name}`, large };
};

/** Takes away what an operation needed or wrote. */
export const clearGround = async (direct: BlobStore, { there, log, fresh }: Ground) => {
  for (const name of [there, log, fresh]) await direct.delete(name);
};
