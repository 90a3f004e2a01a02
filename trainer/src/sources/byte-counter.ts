import { createHash } from "node:crypto";

/** Counts and hashes bytes that pass. */
export interface ByteCounter {
  readonly add: (chunk: Uint8Array) => void;
  /** The same chunks, each counted. */
  readonly counted: <Chunk extends Uint8Array>(
    chunks: AsyncIterable<Chunk>,
  ) => AsyncGenerator<Chunk>;
  readonly total: () => { readonly bytes: number; readonly sha256: string };
}

/** A counter that has seen nothing yet. */
export const byteCounter = (): ByteCounter => {
  const hash = createHash("sha256");
  let bytes = 0;
  const add = (chunk: Uint8Array): void => {
    bytes += chunk.length;
    hash.update(chunk);
  };
  return {
    add,
    async *counted(chunks) {
      for await (const chunk of chunks) {
        add(chunk);
        yield chunk;
      }
    },
    total: () => ({ bytes, sha256: hash.digest("hex") }),
  };
};
