import type { BlobStore, ListedBlob } from "./blob-store.js";

/** Which names belong to the second of two containers. */
export interface Routes {
  /** Whether a blob does. */
  readonly isPrivate: (name: string) => boolean;
  /** Where blobs with this prefix may be. */
  readonly placesOf: (prefix: string) => "open" | "private" | "both";
}

/** Two containers as one store: each blob has its container by its name, and a listing has both in the order of names. */
export const routedStore = (
  open: BlobStore,
  hidden: BlobStore,
  { isPrivate, placesOf }: Routes,
): BlobStore => {
  const of = (name: string): BlobStore => (isPrivate(name) ? hidden : open);
  return {
    ...open,
    async ensureContainer() {
      await open.ensureContainer();
      await hidden.ensureContainer();
    },
    read: (name) => of(name).read(name),
    stream: (name) => of(name).stream(name),
    create: (name, source) => of(name).create(name, source),
    replace: (name, bytes, etag) => of(name).replace(name, bytes, etag),
    write: (name, source) => of(name).write(name, source),
    append: (name, bytes, length) => of(name).append(name, bytes, length),
    delete: (name, etag) => of(name).delete(name, etag),
    list(prefix) {
      const places = placesOf(prefix);
      if (places === "both") return merged(open.list(prefix), hidden.list(prefix));
      return (places === "private" ? hidden : open).list(prefix);
    },
  };
};

async function* merged(
  one: AsyncIterable<ListedBlob>,
  other: AsyncIterable<ListedBlob>,
): AsyncGenerator<ListedBlob, void> {
  const lists = [one, other].map((list) => list[Symbol.asyncIterator]());
  try {
    const heads: IteratorResult<ListedBlob>[] = [];
    for (const list of lists) heads.push(await list.next());
    for (;;) {
      const [a, b] = heads as [IteratorResult<ListedBlob>, IteratorResult<ListedBlob>];
      if (a.done === true && b.done === true) return;
      const at = b.done === true || (a.done !== true && a.value.name < b.value.name) ? 0 : 1;
      yield (heads[at] as IteratorYieldResult<ListedBlob>).value;
      heads[at] = await lists[at]!.next();
    }
  } finally {
    for (const list of lists) await list.return?.();
  }
}
