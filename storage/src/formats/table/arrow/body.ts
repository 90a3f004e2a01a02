import type { Column } from "../feature-table.js";
import type { ByteSource } from "./byte-source.js";
import type { ArrowBatch } from "./messages.js";

/** Reads the values of a batch into the columns. @returns the validity bits per column, undefined without nulls */
export const readBody = async (
  source: ByteSource,
  { rows, nulls, buffers, bytes }: ArrowBatch,
  columns: readonly Column[],
  row: number,
): Promise<(Uint8Array | undefined)[]> => {
  let at = 0;
  const read = async (buffer: number, into: Uint8Array): Promise<void> => {
    const [offset, length] = buffers[buffer] ?? [0, 0];
    if (offset < at || length < into.length || offset + length > bytes)
      throw new RangeError("a batch has values of another length than its rows");
    await source.skip(offset - at);
    await source.read(into);
    at = offset + into.length;
  };
  const validity: (Uint8Array | undefined)[] = [];
  for (const [i, column] of columns.entries()) {
    const bits = nulls[i] === 0 ? undefined : new Uint8Array(Math.ceil(rows / 8));
    if (bits !== undefined) await read(2 * i, bits);
    const size = column.BYTES_PER_ELEMENT;
    await read(2 * i + 1, new Uint8Array(column.buffer, row * size, rows * size));
    validity.push(bits);
  }
  await source.skip(bytes - at);
  return validity;
};
