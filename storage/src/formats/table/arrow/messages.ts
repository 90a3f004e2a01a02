import type { ByteSource } from "./byte-source.js";
import { flatbuffer, type FlatTable } from "./flatbuffer.js";

// The numbers of fields and types come from Arrow's Message.fbs and Schema.fbs, format version 1.
const SCHEMA = 1;
const RECORD_BATCH = 3;
const INT = 2;
const FLOATING_POINT = 3;
const DOUBLE = 2;
const UTF8 = 5;

// The metadata of some hundred columns takes far less.
const MAX_METADATA = 1 << 20;

/** A column of the schema. `other`: a type that no feature table has. */
export interface ArrowColumn {
  readonly name: string;
  readonly type: "int32" | "int64" | "float64" | "utf8" | "other";
}

/**
 * A batch of rows. Its body follows and holds the buffers of each column: its validity, then of a text its offsets, and
 * then its values.
 */
export interface ArrowBatch {
  readonly rows: number;
  readonly buffers: readonly (readonly [offset: number, length: number])[];
  readonly nulls: readonly number[];
  /** Length of the body. */
  readonly bytes: number;
}

/** Reads the start of an Arrow file, up to its first batch. @throws RangeError for any other file */
export const readSchema = async (source: ByteSource): Promise<ArrowColumn[]> => {
  const magic = new Uint8Array(8);
  await source.read(magic);
  if (Buffer.from(magic).toString("latin1") !== "ARROW1\0\0")
    throw new RangeError("it is not an Arrow file");
  const message = await readMessage(source);
  const schema = message?.byte(1) === SCHEMA ? message.table(2) : undefined;
  if (schema === undefined) throw new RangeError("it has no schema");
  if (schema.short(0) !== 0) throw new RangeError("it is not little-endian");
  return schema.tables(1).map((field) => ({ name: field.text(0), type: typeOf(field) }));
};

const typeOf = (field: FlatTable): ArrowColumn["type"] => {
  const type = field.table(3);
  const dictionary = field.table(4);
  if (type === undefined || dictionary !== undefined) return "other";
  if (field.byte(2) === UTF8) return "utf8";
  if (field.byte(2) === FLOATING_POINT) return type.short(0) === DOUBLE ? "float64" : "other";
  if (field.byte(2) !== INT || type.byte(1) === 0) return "other";
  const bits = type.int(0);
  return bits === 32 ? "int32" : bits === 64 ? "int64" : "other";
};

/**
 * Reads the batches after the schema. After each one the source is at the body of the batch, and the caller must read it
 * before the next batch.
 */
export async function* batches(source: ByteSource): AsyncGenerator<ArrowBatch, void, undefined> {
  for (;;) {
    const message = await readMessage(source);
    if (message === undefined) return;
    const batch = message.byte(1) === RECORD_BATCH ? message.table(2) : undefined;
    if (batch === undefined) throw new RangeError("it has something that is not a batch of rows");
    if (batch.table(3) !== undefined) throw new RangeError("it is compressed");
    yield {
      rows: batch.long(0),
      nulls: batch.pairs(1).map(([, nulls]) => nulls),
      buffers: batch.pairs(2),
      bytes: message.long(3),
    };
  }
}

const readMessage = async (source: ByteSource): Promise<FlatTable | undefined> => {
  const prefix = new Uint8Array(8);
  await source.read(prefix);
  const view = new DataView(prefix.buffer);
  if (view.getInt32(0, true) !== -1) throw new RangeError("it has no message where one begins");
  const length = view.getInt32(4, true);
  if (length === 0) return undefined;
  if (length < 0 || length > MAX_METADATA)
    throw new RangeError("it has a message of no usual length");
  const metadata = new Uint8Array(length);
  await source.read(metadata);
  return flatbuffer(metadata);
};
