import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";

import type { BlobSource, BlobStore, StoredBlob } from "./blob-store.js";
import { BlobChanged, BlobExists, BlobMissing } from "../errors/errors.js";

// Azure's limits, so that code that works here works there.
const LIMITS = { appends: 50_000, appendBytes: 4 << 20 };

/**
 * A blob store in the memory of this process, for tests.
 *
 * @param clock of the store. Default: the machine's
 */
export const memoryBlobStore = (clock: () => Date = () => new Date()): BlobStore => {
  const blobs = new Map<string, StoredBlob & { readonly modified: Date }>();
  // Counted per name, so that an etag is never used twice, not even after the blob was deleted.
  const writes = new Map<string, number>();

  const put = (name: string, bytes: Uint8Array): string => {
    const count = (writes.get(name) ?? 0) + 1;
    writes.set(name, count);
    const etag = `"${count}-${createHash("sha256").update(bytes).digest("hex").slice(0, 8)}"`;
    blobs.set(name, { bytes: Buffer.from(bytes), etag, modified: clock() });
    return etag;
  };
  const get = (name: string) => {
    const blob = blobs.get(name);
    if (blob === undefined) throw new BlobMissing({ name });
    return blob;
  };

  return {
    url: "memory:",
    limits: LIMITS,
    async ensureContainer() {},
    async read(name) {
      const { bytes, etag } = get(name);
      return { bytes: Buffer.from(bytes), etag };
    },
    async *stream(name) {
      const bytes = Buffer.from(get(name).bytes);
      if (bytes.length > 0) yield bytes;
    },
    async create(name, source) {
      const bytes = await bytesOf(source);
      if (blobs.has(name)) throw new BlobExists({ name });
      put(name, bytes);
    },
    async replace(name, bytes, etag) {
      if ((blobs.get(name)?.etag ?? null) !== etag) throw new BlobChanged({ name });
      return put(name, bytes);
    },
    async write(name, source) {
      put(name, await bytesOf(source));
    },
    async append(name, bytes, length) {
      const before = blobs.get(name)?.bytes ?? Buffer.alloc(0);
      if (before.length !== length) throw new BlobChanged({ name });
      put(name, Buffer.concat([before, bytes]));
    },
    async delete(name, etag) {
      const blob = blobs.get(name);
      if (blob !== undefined && etag !== undefined && blob.etag !== etag)
        throw new BlobChanged({ name });
      blobs.delete(name);
    },
    async *list(prefix) {
      const found = [...blobs].filter(([name]) => name.startsWith(prefix));
      for (const [name, { bytes, modified }] of found.sort(([a], [b]) => (a < b ? -1 : 1)))
        yield { name, bytes: bytes.length, modified };
    },
    now: async () => clock(),
  };
};

const bytesOf = async (source: BlobSource): Promise<Uint8Array> =>
  source instanceof Uint8Array ? source : readFile(source.file);
