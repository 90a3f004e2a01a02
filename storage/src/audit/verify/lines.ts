/** A line of a blob as it is stored. */
export interface RawLine {
  /** Counted from 1. */
  readonly number: number;
  /** Without its line feed. */
  readonly bytes: Buffer;
  /** The length of the blob up to its end, the line feed counted. */
  readonly end: number;
  /** Whether a line feed ends it. */
  readonly whole: boolean;
}

/** A longer line is cut there, so that no blob can fill the memory. No append is as long. */
const MOST_BYTES = 16 << 20;

/** The lines of a stream, the last one also without its line feed. */
export async function* rawLines(chunks: AsyncIterable<Uint8Array>): AsyncGenerator<RawLine> {
  let parts: Uint8Array[] = [];
  let held = 0;
  let end = 0;
  let number = 0;
  const take = (whole: boolean): RawLine => {
    const bytes = Buffer.concat(parts);
    parts = [];
    held = 0;
    return { number: ++number, bytes, end, whole };
  };
  const hold = (part: Uint8Array): void => {
    end += part.length;
    if (held < MOST_BYTES) parts.push(part);
    held += part.length;
  };
  for await (const chunk of chunks)
    for (let from = 0; from < chunk.length;) {
      const feed = chunk.indexOf(0x0a, from);
      hold(chunk.subarray(from, feed < 0 ? chunk.length : feed));
      if (feed < 0) break;
      end += 1;
      yield take(true);
      from = feed + 1;
    }
  if (held > 0) yield take(false);
}
