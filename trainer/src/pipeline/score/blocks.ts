import { MAX_RECORD, recordShape } from "@despliega/storage";

import { InputLineTooLong } from "../../errors/errors.js";

const LF = 10;
const QUOTE = 34;

/** Bytes beyond a position in which the record that begins there must end. */
const AHEAD = MAX_RECORD + 2;

/**
 * Cuts the text of an input into blocks of whole records, each in memory of its own and about as long as a chunk.
 *
 * @param header which is in no block
 * @throws `INPUT_LINE_TOO_LONG` for a record of more than 1 MiB
 */
export async function* blocksOf(
  file: string,
  chunks: AsyncIterable<Uint8Array>,
  header: { readonly length: number; readonly lines: number },
): AsyncGenerator<Uint8Array, void, undefined> {
  let rest: Buffer = Buffer.alloc(0);
  let from = header.length;
  let line = header.lines + 1;
  for await (const chunk of chunks) {
    rest = Buffer.concat([rest, chunk]);
    const end = lastEnd(rest, from);
    if (end <= from) {
      if (rest.length > from + AHEAD) throw new InputLineTooLong({ file, line });
      continue;
    }
    const block = new Uint8Array(rest.subarray(from, end));
    line += countLines(block);
    yield block;
    rest = rest.subarray(end);
    from = 0;
  }
  if (rest.length > from) yield new Uint8Array(rest.subarray(from));
}

/** Where the last whole record ends in bytes that begin with one; `from` where the first does not end. */
const lastEnd = (bytes: Buffer, from: number): number => {
  // Without quotes every line feed ends a record.
  if (!bytes.includes(QUOTE, from)) return Math.max(bytes.lastIndexOf(LF) + 1, from);
  let end = from;
  while (end < bytes.length - AHEAD) {
    const shape = recordShape(bytes, end);
    if (shape.end - end > MAX_RECORD) return end;
    end = shape.end + 1;
  }
  return end;
};

const countLines = (block: Uint8Array): number => {
  let lines = 0;
  for (let at = block.indexOf(LF); at >= 0; at = block.indexOf(LF, at + 1)) lines++;
  return lines;
};
