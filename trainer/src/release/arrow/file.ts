import type { Batch } from "../../engine/batch.js";
import {
  batchMessage,
  footer,
  schemaMessage,
  type ArrowBlock,
  type ArrowField,
} from "./metadata.js";

const MAGIC = "ARROW1";

/**
 * Writes an Arrow file (the IPC file format) as its batches come in. What it hands out may share its memory with a
 * batch, so it must be written away before the next piece is asked for.
 */
export async function* arrowFile(
  fields: readonly ArrowField[],
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Uint8Array, void, undefined> {
  yield Buffer.from(`${MAGIC}\0\0`);
  const start = framed(schemaMessage(fields));
  yield start;

  const blocks: ArrowBlock[] = [];
  let offset = 8 + start.length;
  for await (const { rows, columns } of batches) {
    const pieces = columns.flatMap(({ values, validity, nulls }) => [
      nulls === 0 ? validity.subarray(0, 0) : validity.subarray(0, Math.ceil(rows / 8)),
      values.subarray(0, rows),
    ]);
    let body = 0;
    const buffers = pieces.map(({ byteLength }) => {
      const at = body;
      body += padded(byteLength);
      return [at, byteLength] as const;
    });
    const nulls = columns.map((column) => column.nulls);
    const metadata = framed(batchMessage(rows, nulls, buffers, body));
    yield metadata;
    for (const { buffer, byteOffset, byteLength } of pieces) {
      yield new Uint8Array(buffer, byteOffset, byteLength);
      yield new Uint8Array(padded(byteLength) - byteLength);
    }
    blocks.push({ offset, metadata: metadata.length, body });
    offset += metadata.length + body;
  }

  yield frame(0);
  const end = footer(fields, blocks);
  yield end;
  yield Buffer.from(Int32Array.of(end.length).buffer);
  yield Buffer.from(MAGIC);
}

/** Every part of a file begins at a multiple of 8 bytes. */
const padded = (length: number): number => Math.ceil(length / 8) * 8;

const frame = (length: number): Uint8Array => Buffer.from(Int32Array.of(-1, length).buffer);

const framed = (message: Uint8Array): Uint8Array => {
  const length = padded(message.length);
  return Buffer.concat([frame(length), message], 8 + length);
};
