import { BlobChanged, ContainerMissing } from "../errors/errors.js";
import type { BlobStore } from "./blob-store.js";

/** Appends lines to blobs that no other process writes to. */
export interface DailyLog {
  readonly added: AddedBytes;
  /** Appends lines in one block. @throws the store's error; whether they are there then is not known */
  append(lines: readonly Uint8Array[]): Promise<void>;
}

/** Bytes that a log adds to what it is given, at most. */
export interface AddedBytes {
  readonly line: number;
  readonly append: number;
}

/** Makes what is appended of lines, again for each try. */
export interface LineLinks {
  readonly added: AddedBytes;
  /**
   * The bytes to append.
   *
   * @param blob that gets them; without bytes it begins with them
   */
  link(
    lines: readonly Uint8Array[],
    blob: { readonly name: string; readonly bytes: number },
  ): Buffer;
  /** Called when they are known to be there. */
  kept(): void;
}

/** What a log is made of. */
export interface DailyLogOptions {
  readonly store: BlobStore;
  /** The blobs are named `<folder>/<YYYY-MM-DD>/<writer>-<n>.jsonl`, by the day in UTC. */
  readonly folder: string;
  /** Unlike that of every other process. */
  readonly writer: string;
  readonly now: () => Date;
  /** Default: lines are appended as they are. */
  readonly links?: LineLinks;
}

/** A blob is full at this size, so that a reader can hold a whole one. */
const FULL_BYTES = 64 << 20;

interface Blob {
  readonly name: string;
  readonly day: string;
  bytes: number;
  blocks: number;
}

const PLAIN: LineLinks = {
  added: { line: 0, append: 0 },
  link: (lines) => Buffer.concat(lines),
  kept: () => {},
};

/**
 * Makes a log of this process alone, so that its blobs' lengths are known without reading them: the process needs no
 * right but to write. A new blob begins with each day, when one is full, and after a write whose outcome is not known.
 */
export const createDailyLog = ({
  store,
  folder,
  writer,
  now,
  links = PLAIN,
}: DailyLogOptions): DailyLog => {
  let blob: Blob | undefined;
  let made = 0;

  const current = (): Blob => {
    const day = now().toISOString().slice(0, 10);
    const full =
      blob !== undefined && (blob.blocks >= store.limits.appends || blob.bytes >= FULL_BYTES);
    if (blob === undefined || blob.day !== day || full)
      blob = { name: `${folder}/${day}/${writer}-${++made}.jsonl`, day, bytes: 0, blocks: 0 };
    return blob;
  };

  const appendOnce = async (lines: readonly Uint8Array[]): Promise<void> => {
    const at = current();
    const content = links.link(lines, at);
    try {
      await store.append(at.name, content, at.bytes);
    } catch (error) {
      // Without a container there is no blob either.
      if (!(error instanceof ContainerMissing)) blob = undefined;
      throw error;
    }
    at.bytes += content.length;
    at.blocks++;
    links.kept();
  };

  return {
    added: links.added,
    async append(lines) {
      try {
        await appendOnce(lines);
      } catch (error) {
        // Where the length has changed, this process's own write arrived and its answer was lost: the lines are kept twice.
        if (error instanceof ContainerMissing) await store.ensureContainer();
        else if (!(error instanceof BlobChanged)) throw error;
        await appendOnce(lines);
      }
    },
  };
};
