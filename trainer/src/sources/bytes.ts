import { createReadStream } from "node:fs";
import { open } from "node:fs/promises";
import { pipeline } from "node:stream";
import { createGunzip } from "node:zlib";

import { InputCompressed, InputUnreadable } from "../errors/errors.js";

const CHUNK = 2 ** 20;

const GZIP = Buffer.of(0x1f, 0x8b);

/**
 * The bytes of a file from its beginning, taken out of gzip where its first bytes say that it is compressed.
 *
 * @param onBytes gets the number of bytes after each read of the file, before they are taken out of gzip
 * @throws `INPUT_UNREADABLE`, `INPUT_COMPRESSED`
 */
export async function* bytesOf(
  file: string,
  onBytes: (bytes: number) => void = () => {},
): AsyncGenerator<Buffer> {
  try {
    yield* await streamOf(file, onBytes);
  } catch (cause) {
    throw translated(file, cause);
  }
}

/** Whether the first bytes of a file say that it is compressed by gzip. @throws `INPUT_UNREADABLE` */
export const isGzip = async (file: string): Promise<boolean> => {
  try {
    return await startsWith(file, GZIP);
  } catch (cause) {
    throw translated(file, cause);
  }
};

const translated = (file: string, cause: unknown): Error => {
  const { code = "unknown" } = cause as NodeJS.ErrnoException;
  return code.startsWith("Z_")
    ? new InputCompressed({ file }, { cause })
    : new InputUnreadable({ file, reason: code }, { cause });
};

/** The first bytes of what comes in chunks. */
export const firstOf = async (chunks: AsyncIterable<Buffer>, count: number): Promise<Buffer> => {
  const found: Buffer[] = [];
  let length = 0;
  for await (const chunk of chunks) {
    found.push(chunk);
    length += chunk.length;
    if (length >= count) break;
  }
  return Buffer.concat(found).subarray(0, count);
};

const streamOf = async (
  file: string,
  onBytes: (bytes: number) => void,
): Promise<AsyncIterable<Buffer>> => {
  const isCompressed = await startsWith(file, GZIP);
  const source = counted(createReadStream(file, { highWaterMark: CHUNK }), onBytes);
  // Each ends with the other, and who reads the result gets the error of either.
  return isCompressed ? pipeline(source, createGunzip({ chunkSize: CHUNK }), () => {}) : source;
};

async function* counted(
  chunks: AsyncIterable<Buffer>,
  onBytes: (bytes: number) => void,
): AsyncGenerator<Buffer> {
  for await (const chunk of chunks) {
    onBytes(chunk.length);
    yield chunk;
  }
}

const startsWith = async (file: string, bytes: Buffer): Promise<boolean> => {
  const handle = await open(file);
  try {
    const start = Buffer.alloc(bytes.length);
    const { bytesRead } = await handle.read(start, 0, start.length, 0);
    return start.subarray(0, bytesRead).equals(bytes);
  } finally {
    await handle.close();
  }
};
