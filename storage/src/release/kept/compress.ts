import { createReadStream, createWriteStream } from "node:fs";
import { pipeline } from "node:stream/promises";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

const compressed = promisify(gzip);

/** Bytes that are compressed together. */
const CHUNK = 1 << 20;

/** Chunks that are compressed at once: as many threads as Node.js has for such work. */
const AT_ONCE = 4;

/**
 * Compresses a file into another by gzip, in chunks that several threads compress. Each chunk is a member of its own, as
 * RFC 1952 allows. The bytes follow from those of the file. The least effort is enough: more of it takes much longer and
 * saves little.
 */
export const compressFile = (from: string, to: string): Promise<void> =>
  pipeline(
    createReadStream(from, { highWaterMark: CHUNK }),
    async function* (chunks: AsyncIterable<Buffer>) {
      const started: Promise<Buffer>[] = [];
      for await (const chunk of chunks) {
        const member = compressed(chunk, { level: 1 });
        // The error is thrown where the result is awaited. Until then nothing handles it.
        member.catch(() => {});
        started.push(member);
        if (started.length === AT_ONCE) yield await started.shift()!;
      }
      for (const member of started) yield await member;
    },
    createWriteStream(to),
  );
