import type { SignedIn } from "../azure/signed-in.js";
import type { Signatures } from "../signing/signatures.js";

/** The content of a new blob: bytes in memory, or a file that may be larger than memory. */
export type BlobSource = Uint8Array | { readonly file: string };

/** A small blob at the moment of a read. */
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

/** Limits of {@link BlobStore.append}. */
export interface StoreLimits {
  /** Most appends to one blob. */
  readonly appends: number;
  /** Most bytes of one append. */
  readonly appendBytes: number;
}

/**
 * The operations of blob storage that releases need. Every operation has a deadline, and fails with one of `BLOB_MISSING`,
 * `BLOB_EXISTS`, `BLOB_CHANGED`, `CONTAINER_MISSING`, `STORE_REFUSED`, `STORE_UNREACHABLE`.
 */
export interface BlobStore {
  /** The place of the blobs, for people to read; it contains no key. */
  readonly url: string;
  readonly limits: StoreLimits;
  /** Who signs releases that are written here, and whose signatures count. Default: nobody, and none is looked at. */
  readonly signatures?: Signatures | undefined;
  /** Says who is signed in to it, for the records of what is done there. Default: nobody knows. */
  readonly signedIn?: () => Promise<SignedIn>;
  /** Makes the container if it is not there. */
  ensureContainer(): Promise<void>;
  /** Reads a small blob whole. */
  read(name: string): Promise<StoredBlob>;
  /** Reads a blob of any size in chunks. */
  stream(name: string): AsyncIterable<Uint8Array>;
  /** Writes a blob that must not exist yet. Its own earlier attempt, when the answer was lost, counts as success. */
  create(name: string, source: BlobSource): Promise<void>;
  /**
   * Writes a blob if it has not changed since it was read.
   *
   * @param etag of the blob when it was read; `null`: the blob must not exist yet
   * @returns the new etag
   */
  replace(name: string, bytes: Uint8Array, etag: string | null): Promise<string>;
  /** Writes a blob, whatever is there: readers see the old one or the new one whole. */
  write(name: string, source: BlobSource): Promise<void>;
  /**
   * Appends to a blob if its length has not changed since it was read. At length 0 the blob is made.
   *
   * @param length of the blob before this append, in bytes
   */
  append(name: string, bytes: Uint8Array, length: number): Promise<void>;
  /**
   * Deletes a blob. A missing blob counts as deleted.
   *
   * @param etag of the blob when it was read. Default: any version of the blob is deleted
   */
  delete(name: string, etag?: string): Promise<void>;
  /** Lists the blobs whose names start with a prefix, in the order of their names. */
  list(prefix: string): AsyncIterable<ListedBlob>;
  /** The time by the store's clock, which {@link ListedBlob.modified} uses too. */
  now(): Promise<Date>;
}
