/** What a blob is written from: bytes in memory, or a file that may be larger than memory. */
export type BlobSource = Uint8Array | { readonly file: string };

/** A small blob as it was when it was read. */
export interface StoredBlob {
  readonly bytes: Buffer;
  /** Changes whenever the blob is replaced. */
  readonly etag: string;
}

/** A blob in a listing. */
export interface ListedBlob {
  readonly name: string;
  readonly bytes: number;
  readonly modified: Date;
}

/** What a store takes of {@link BlobStore.append}. */
export interface StoreLimits {
  /** Most appends to one blob. */
  readonly appends: number;
  /** Most bytes of one append. */
  readonly appendBytes: number;
}

/**
 * The few things that releases ask of blob storage. Every operation has a deadline, and fails with a
 * member of the storage errors: `BLOB_MISSING`, `BLOB_EXISTS`, `BLOB_CHANGED`, `CONTAINER_MISSING`,
 * `STORE_REFUSED`, `STORE_UNREACHABLE`.
 */
export interface BlobStore {
  /** Where the blobs are, for people; holds no key. */
  readonly url: string;
  readonly limits: StoreLimits;
  /** Makes the container if it is not there. */
  ensureContainer(): Promise<void>;
  /** Reads a small blob whole. */
  read(name: string): Promise<StoredBlob>;
  /** Reads a blob of any size in chunks. */
  stream(name: string): AsyncIterable<Uint8Array>;
  /** Writes a blob that must not exist yet; its own earlier attempt whose answer was lost counts as success. */
  create(name: string, source: BlobSource): Promise<void>;
  /**
   * Writes a blob if it is still the one that was read.
   *
   * @param etag of the blob that was read; `null`: the blob must not exist yet
   * @returns the new etag
   */
  replace(name: string, bytes: Uint8Array, etag: string | null): Promise<string>;
  /**
   * Appends to a blob if it still has the length that was read, and makes it at length 0.
   *
   * @param length in bytes, before this append
   */
  append(name: string, bytes: Uint8Array, length: number): Promise<void>;
  /**
   * Deletes a blob; one that is gone already counts as deleted.
   *
   * @param etag of the blob that was read; without it, whatever is there
   */
  delete(name: string, etag?: string): Promise<void>;
  /** Blobs whose name starts so, in name order. */
  list(prefix: string): AsyncIterable<ListedBlob>;
  /** The time by the store's own clock, to which {@link ListedBlob.modified} refers. */
  now(): Promise<Date>;
}
