import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";

import { parse } from "csv-parse";

/**
 * Reads the records of a CSV as a release has it, header first: UTF-8, commas, quotes where they are needed.
 *
 * @throws the errors of the chunks, and of the parser for text that is no such CSV
 */
export async function* csvRecords(
  chunks: AsyncIterable<Uint8Array>,
): AsyncGenerator<readonly string[], void, undefined> {
  const parser = parse();
  const read = pipeline(Readable.from(chunks), parser);
  // The loop throws the same error.
  read.catch(() => {});
  for await (const record of parser) yield record as string[];
  await read;
}
