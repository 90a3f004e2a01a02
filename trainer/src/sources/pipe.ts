import { constants, createReadStream, createWriteStream, open } from "node:fs";
import { Socket } from "node:net";
import { pipeline } from "node:stream/promises";
import type { Readable } from "node:stream";
import { promisify } from "node:util";

/**
 * Copies what can be read once only, such as a named pipe or `<(…)` of a shell, into a file that every step can read.
 *
 * @param isPipe whether to wait as one waits for a connection; a blocking open holds up the end of the process
 * @param heard is given every chunk
 */
export const copyOnce = async (
  from: string,
  to: string,
  isPipe: boolean,
  heard: (chunk: Buffer) => void,
): Promise<void> => {
  const source = isPipe ? await openPipe(from) : createReadStream(from);
  await pipeline(
    source,
    async function* (chunks: AsyncIterable<Buffer>) {
      for await (const chunk of chunks) {
        heard(chunk);
        yield chunk;
      }
    },
    createWriteStream(to),
  );
};

const openPipe = async (file: string): Promise<Readable> =>
  new Socket({
    fd: await promisify(open)(file, constants.O_RDONLY | constants.O_NONBLOCK),
    readable: true,
    writable: false,
  });
