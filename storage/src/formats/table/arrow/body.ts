import type { ByteSource } from "./byte-source.js";
import type { ArrowBatch } from "./messages.js";

/** The values of a column in a batch. */
export interface ArrowValues {
  /** The validity bits; undefined without nulls. */
  readonly validity: Uint8Array | undefined;
  /** Of a text: the bytes of all values, and where each begins. */
  readonly text?: { readonly offsets: Int32Array; readonly bytes: Uint8Array };
}

/** Where the values of a column go: bytes of an array that is filled, or `text` for an array of their own. */
export type ArrowTarget = Uint8Array | "text";

/** Reads the values of a batch, column by column. */
export const readBody = async (
  source: ByteSource,
  { rows, nulls, buffers, bytes }: ArrowBatch,
  targets: readonly ArrowTarget[],
): Promise<ArrowValues[]> => {
  let at = 0;
  let buffer = 0;
  const read = async <Bytes extends Uint8Array>(into: Bytes): Promise<Bytes> => {
    const [offset, length] = buffers[buffer++] ?? [0, 0];
    if (offset < at || length < into.length || offset + length > bytes)
      throw new RangeError("a batch has values of another length than its rows");
    await source.skip(offset - at);
    await source.read(into);
    at = offset + into.length;
    return into;
  };
  const readText = async (): Promise<NonNullable<ArrowValues["text"]>> => {
    const offsets = new Int32Array(rows === 0 ? 0 : rows + 1);
    await read(new Uint8Array(offsets.buffer));
    const end = offsets.at(-1) ?? 0;
    if (end < 0 || end > bytes) throw new RangeError("a batch has a text beyond its bytes");
    return { offsets, bytes: await read(new Uint8Array(end)) };
  };
  const values: ArrowValues[] = [];
  for (const [i, target] of targets.entries()) {
    const validity = nulls[i] === 0 ? undefined : new Uint8Array(Math.ceil(rows / 8));
    if (validity === undefined) buffer++;
    else await read(validity);
    if (target === "text") values.push({ validity, text: await readText() });
    else {
      await read(target);
      values.push({ validity });
    }
  }
  await source.skip(bytes - at);
  return values;
};
