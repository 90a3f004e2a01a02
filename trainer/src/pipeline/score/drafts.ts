import { createWriteStream, type WriteStream } from "node:fs";
import { once } from "node:events";
import { finished } from "node:stream/promises";

/** A file that grows while it is written. */
export interface Draft {
  readonly file: string;
  /** Resolves when there is room for more. */
  write(bytes: Uint8Array | string): Promise<void>;
  /** Resolves when all is in the file. */
  end(): Promise<void>;
}

/** Runs work with new files, which are whole when it is done. @throws the file system's error */
export const withDrafts = async <T>(
  files: readonly string[],
  work: (...drafts: readonly Draft[]) => Promise<T>,
): Promise<T> => {
  const streams = files.map((file) => createWriteStream(file));
  try {
    const drafts = streams.map(draftOf);
    const result = await work(...drafts);
    for (const draft of drafts) await draft.end();
    return result;
  } finally {
    for (const stream of streams) stream.destroy();
  }
};

const draftOf = (stream: WriteStream): Draft => {
  let failure: Error | undefined;
  stream.on("error", (error) => (failure ??= error));
  return {
    file: String(stream.path),
    async write(bytes) {
      if (failure !== undefined) throw failure;
      if (bytes.length > 0 && !stream.write(bytes)) await once(stream, "drain");
    },
    async end() {
      stream.end();
      await finished(stream);
    },
  };
};
