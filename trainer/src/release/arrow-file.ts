import {
  AsyncByteQueue,
  Field,
  Float64,
  Int32,
  Int64,
  makeData,
  Message,
  RecordBatch,
  RecordBatchFileWriter,
  Schema,
  Struct,
  Utf8,
  type Data,
} from "apache-arrow";

import { TextValues, type Batch, type BatchColumn } from "../engine/batch.js";

/** A column of an Arrow file. */
export interface ArrowField {
  readonly name: string;
  readonly type: "int32" | "int64" | "float64" | "utf8";
  readonly nullable: boolean;
}

type Type = Int32 | Int64 | Float64 | Utf8;
type Columns = Record<string, Type>;

const TYPES = { int32: Int32, int64: Int64, float64: Float64, utf8: Utf8 };

/**
 * Writes an Arrow file, in the IPC file format, batch after batch. A piece may share its memory with a batch, so it
 * must be written before the next piece is read.
 */
export async function* arrowFile(
  fields: readonly ArrowField[],
  batches: AsyncIterable<Batch>,
): AsyncGenerator<Uint8Array, void, undefined> {
  const schema = new Schema<Columns>(
    fields.map(({ name, type, nullable }) => new Field(name, new TYPES[type](), nullable)),
  );
  const pieces = new Pieces();
  const writer = new FileWriter();
  writer.reset(pieces, schema);
  for await (const batch of batches) {
    writer.write(recordBatch(schema, batch));
    yield* pieces.take();
  }
  writer.finish();
  yield* pieces.take();
}

/**
 * The library leaves out the schema before the first batch, which is part of the file format. Readers that read a file
 * from its beginning need it.
 */
class FileWriter extends RecordBatchFileWriter<Columns> {
  protected override _writeSchema(schema: Schema<Columns>): this {
    super._writeSchema(schema);
    return this._writeMessage(Message.from(schema));
  }
}

/** The sink of the library. It hands on each piece, where the library's own sink would copy and keep it. */
class Pieces extends AsyncByteQueue {
  #pieces: Uint8Array[] = [];

  override write(piece: Uint8Array): void {
    this.#pieces.push(piece);
  }

  take(): readonly Uint8Array[] {
    const taken = this.#pieces;
    this.#pieces = [];
    return taken;
  }
}

const recordBatch = (schema: Schema<Columns>, { rows, columns }: Batch): RecordBatch<Columns> => {
  const children = columns.map((column) => dataOf(column, rows));
  const type = new Struct<Columns>(schema.fields);
  return new RecordBatch(schema, makeData({ type, length: rows, nullCount: 0, children }));
};

const dataOf = ({ values, validity, nulls }: BatchColumn, length: number): Data<Type> => {
  const same = { length, nullCount: nulls, nullBitmap: nulls === 0 ? null : validity };
  if (values instanceof TextValues)
    return makeData({
      ...same,
      type: new Utf8(),
      valueOffsets: values.offsets.subarray(0, length + 1),
      data: values.bytes.subarray(0, values.offsets[length]),
    });
  if (values instanceof Int32Array)
    return makeData({ ...same, type: new Int32(), data: values.subarray(0, length) });
  if (values instanceof BigInt64Array)
    return makeData({ ...same, type: new Int64(), data: values.subarray(0, length) });
  return makeData({ ...same, type: new Float64(), data: values.subarray(0, length) });
};
