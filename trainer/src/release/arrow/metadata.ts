import { Builder, type Offset } from "flatbuffers";

// Numbers of fields and kinds are those of Arrow's Schema.fbs, Message.fbs and File.fbs.
const V5 = 4;
const SCHEMA = 1;
const RECORD_BATCH = 3;
const INT = 2;
const FLOATING_POINT = 3;
const DOUBLE = 2;

/** A column of a file. */
export interface ArrowField {
  readonly name: string;
  readonly type: "int32" | "int64" | "float64";
  readonly nullable: boolean;
}

/** Where a batch lies in its file, in bytes. */
export interface ArrowBlock {
  readonly offset: number;
  /** Length of its metadata, with what frames them. */
  readonly metadata: number;
  readonly body: number;
}

/** The metadata that begin a file. */
export const schemaMessage = (fields: readonly ArrowField[]): Uint8Array =>
  message(SCHEMA, (builder) => schema(builder, fields), 0);

/**
 * The metadata that stand before a batch's body.
 *
 * @param nulls how many, by column
 * @param buffers parts of the body as offset and length: for each column its validity, then its values
 * @param body length of the body
 */
export const batchMessage = (
  rows: number,
  nulls: readonly number[],
  buffers: readonly (readonly [number, number])[],
  body: number,
): Uint8Array =>
  message(
    RECORD_BATCH,
    (builder) => {
      const nodes = pairs(
        builder,
        nulls.map((count) => [rows, count]),
      );
      const regions = pairs(builder, buffers);
      builder.startObject(4);
      builder.addFieldInt64(0, BigInt(rows), 0n);
      builder.addFieldOffset(1, nodes, 0);
      builder.addFieldOffset(2, regions, 0);
      return builder.endObject();
    },
    body,
  );

/** The table of contents that ends a file, for readers that do not read it in order. */
export const footer = (
  fields: readonly ArrowField[],
  blocks: readonly ArrowBlock[],
): Uint8Array => {
  const builder = new Builder();
  const root = schema(builder, fields);
  builder.startVector(24, blocks.length, 8);
  for (const { offset, metadata, body } of blocks.toReversed()) {
    builder.prep(8, 24);
    builder.writeInt64(BigInt(body));
    builder.pad(4);
    builder.writeInt32(metadata);
    builder.writeInt64(BigInt(offset));
  }
  const batches = builder.endVector();
  builder.startVector(24, 0, 8);
  const dictionaries = builder.endVector();
  builder.startObject(4);
  builder.addFieldInt16(0, V5, 0);
  builder.addFieldOffset(1, root, 0);
  builder.addFieldOffset(2, dictionaries, 0);
  builder.addFieldOffset(3, batches, 0);
  builder.finish(builder.endObject());
  return builder.asUint8Array();
};

const message = (kind: number, header: (builder: Builder) => Offset, body: number): Uint8Array => {
  const builder = new Builder();
  const content = header(builder);
  builder.startObject(4);
  builder.addFieldInt16(0, V5, 0);
  builder.addFieldInt8(1, kind, 0);
  builder.addFieldOffset(2, content, 0);
  builder.addFieldInt64(3, BigInt(body), 0n);
  builder.finish(builder.endObject());
  return builder.asUint8Array();
};

const schema = (builder: Builder, fields: readonly ArrowField[]): Offset => {
  const list = offsets(
    builder,
    fields.map((of) => field(builder, of)),
  );
  builder.startObject(4);
  builder.addFieldOffset(1, list, 0);
  return builder.endObject();
};

const field = (builder: Builder, { name, type, nullable }: ArrowField): Offset => {
  const label = builder.createString(name);
  const children = offsets(builder, []);
  builder.startObject(2);
  if (type === "float64") builder.addFieldInt16(0, DOUBLE, 0);
  else {
    builder.addFieldInt32(0, type === "int32" ? 32 : 64, 0);
    builder.addFieldInt8(1, 1, 0);
  }
  const details = builder.endObject();
  builder.startObject(7);
  builder.addFieldOffset(0, label, 0);
  builder.addFieldInt8(1, Number(nullable), 0);
  builder.addFieldInt8(2, type === "float64" ? FLOATING_POINT : INT, 0);
  builder.addFieldOffset(3, details, 0);
  builder.addFieldOffset(5, children, 0);
  return builder.endObject();
};

const offsets = (builder: Builder, of: readonly Offset[]): Offset => {
  builder.startVector(4, of.length, 4);
  // A flatbuffer is written from its end.
  for (const offset of of.toReversed()) builder.addOffset(offset);
  return builder.endVector();
};

const pairs = (builder: Builder, of: readonly (readonly [number, number])[]): Offset => {
  builder.startVector(16, of.length, 8);
  for (const [first, second] of of.toReversed()) {
    builder.prep(8, 16);
    builder.writeInt64(BigInt(second));
    builder.writeInt64(BigInt(first));
  }
  return builder.endVector();
};
