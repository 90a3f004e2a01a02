/**
 * Values of the Thrift binary protocol, as far as the protocol of Hive's server needs them.
 * https://github.com/apache/thrift/blob/master/doc/specs/thrift-binary-protocol.md
 */

/** A struct that came: values by the ids of their fields. */
export type Struct = ReadonlyMap<number, ThriftValue>;

/** A value that came. Lists of numbers are typed arrays, and 64 bits stay exact. */
export type ThriftValue =
  | boolean
  | number
  | bigint
  | Buffer
  | Struct
  | Uint8Array
  | Int32Array
  | BigInt64Array
  | Float64Array
  | readonly ThriftValue[];

/** A field that is sent. */
export type SentField = readonly [id: number, value: SentValue];

/** A value that is sent. A struct is the list of its fields. */
export type SentValue =
  | { readonly bool: boolean }
  | { readonly i16: number }
  | { readonly i32: number }
  | { readonly i64: bigint }
  | { readonly bytes: Buffer | string }
  | { readonly struct: readonly SentField[] }
  | { readonly texts: Readonly<Record<string, string>> };

const [STOP, BOOL, BYTE, DOUBLE, I16, I32, I64, BYTES, STRUCT, MAP, SET, LIST] = [
  0, 2, 3, 4, 6, 8, 10, 11, 12, 13, 14, 15,
];

/** The largest message that is taken: a page of rows is far smaller. */
const MOST_BYTES = 256e6;

/** Writes a message: a call of a function with one argument. */
export const callMessage = (name: string, id: number, request: readonly SentField[]): Buffer => {
  const parts: Buffer[] = [int32(0x80_01_00_01 | 0), bytes(name), int32(id)];
  writeStruct(parts, [[1, { struct: request }]]);
  return Buffer.concat(parts);
};

const int32 = (value: number): Buffer => {
  const buffer = Buffer.alloc(4);
  buffer.writeInt32BE(value);
  return buffer;
};

const bytes = (value: Buffer | string): Buffer => {
  const content = Buffer.from(value as string);
  return Buffer.concat([int32(content.length), content]);
};

const writeStruct = (parts: Buffer[], fields: readonly SentField[]): void => {
  for (const [id, value] of fields) {
    const head = Buffer.alloc(3);
    head[0] = typeOf(value);
    head.writeInt16BE(id, 1);
    parts.push(head);
    writeValue(parts, value);
  }
  parts.push(Buffer.from([STOP]));
};

const typeOf = (value: SentValue): number => {
  if ("bool" in value) return BOOL;
  if ("i16" in value) return I16;
  if ("i32" in value) return I32;
  if ("i64" in value) return I64;
  if ("bytes" in value) return BYTES;
  return "struct" in value ? STRUCT : MAP;
};

const writeValue = (parts: Buffer[], value: SentValue): void => {
  if ("bool" in value) parts.push(Buffer.from([value.bool ? 1 : 0]));
  else if ("i16" in value) parts.push(int32(value.i16).subarray(2));
  else if ("i32" in value) parts.push(int32(value.i32));
  else if ("i64" in value) {
    const buffer = Buffer.alloc(8);
    buffer.writeBigInt64BE(value.i64);
    parts.push(buffer);
  } else if ("bytes" in value) parts.push(bytes(value.bytes));
  else if ("struct" in value) writeStruct(parts, value.struct);
  else {
    const entries = Object.entries(value.texts);
    parts.push(Buffer.from([BYTES, BYTES]), int32(entries.length));
    for (const [key, text] of entries) parts.push(bytes(key), bytes(text));
  }
};

/** A message that came. */
export interface Answer {
  /** Of the call that it answers. */
  readonly id: number;
  /** What the function returns; undefined where the server could not call it. */
  readonly result: Struct | undefined;
}

/**
 * Reads messages of a stream. What has been read of a message is not read again when more of it comes.
 *
 * @returns takes the next bytes, and gives the messages that are whole with them
 * @throws Error when the bytes are no such message
 */
export const messageReader = (): ((chunk: Buffer) => Answer[]) => {
  const source = new Source();
  let reading = readMessage(source);
  let needed = 1;
  return (chunk) => {
    source.add(chunk);
    const found: Answer[] = [];
    while (source.has(needed)) {
      const step = reading.next();
      if (step.done === true) {
        found.push(step.value);
        reading = readMessage(source);
      }
      needed = step.done === true ? 1 : step.value;
    }
    return found;
  };
};

/** Bytes that came and have not been read. */
class Source {
  #waiting: Buffer[] = [];
  #bytes: Buffer = Buffer.alloc(0);
  #at = 0;
  #left = 0;

  add(chunk: Buffer): void {
    this.#waiting.push(chunk);
    this.#left += chunk.length;
  }

  has(count: number): boolean {
    return this.#left >= count;
  }

  /** The next bytes, which must be there. */
  take(count: number): Buffer {
    if (this.#bytes.length - this.#at < count) {
      this.#bytes = Buffer.concat([this.#bytes.subarray(this.#at), ...this.#waiting]);
      this.#waiting = [];
      this.#at = 0;
    }
    this.#at += count;
    this.#left -= count;
    return this.#bytes.subarray(this.#at - count, this.#at);
  }
}

/** Yields how many bytes must be there before it goes on. */
type Reading<T> = Generator<number, T, undefined>;

function* take(source: Source, count: number): Reading<Buffer> {
  if (count < 0 || count > MOST_BYTES) throw new Error("the server sends no Thrift");
  if (!source.has(count)) yield count;
  return source.take(count);
}

function* readMessage(source: Source): Reading<Answer> {
  const version = (yield* take(source, 4)).readUInt32BE();
  if (version >>> 16 !== 0x80_01) throw new Error("the server sends no Thrift");
  yield* take(source, (yield* take(source, 4)).readInt32BE());
  const id = (yield* take(source, 4)).readInt32BE();
  const content = yield* readStruct(source);
  const isReply = (version & 0xff) === 2;
  return { id, result: isReply ? (content.get(0) as Struct | undefined) : undefined };
}

function* readStruct(source: Source): Reading<Struct> {
  const fields = new Map<number, ThriftValue>();
  for (;;) {
    const type = (yield* take(source, 1))[0]!;
    if (type === STOP) return fields;
    const id = (yield* take(source, 2)).readInt16BE();
    fields.set(id, yield* readValue(source, type));
  }
}

const FIXED: Readonly<Record<number, number>> = {
  [BOOL]: 1,
  [BYTE]: 1,
  [I16]: 2,
  [I32]: 4,
  [I64]: 8,
  [DOUBLE]: 8,
};

function* readValue(source: Source, type: number): Reading<ThriftValue> {
  const size = FIXED[type];
  if (size !== undefined) {
    const value = yield* take(source, size);
    if (type === BOOL) return value[0] !== 0;
    if (type === DOUBLE) return value.readDoubleBE();
    return type === I64 ? value.readBigInt64BE() : value.readIntBE(0, size);
  }
  if (type === BYTES) return yield* readBytes(source);
  if (type === STRUCT) return yield* readStruct(source);
  if (type === MAP) {
    const [keys, values] = yield* take(source, 2);
    const count = (yield* take(source, 4)).readInt32BE();
    const entries: ThriftValue[] = [];
    for (let i = 0; i < count; i++)
      entries.push([yield* readValue(source, keys!), yield* readValue(source, values!)]);
    return entries;
  }
  if (type !== LIST && type !== SET) throw new Error("the server sends no Thrift");
  return yield* readList(source);
}

function* readBytes(source: Source): Reading<Buffer> {
  return Buffer.from(yield* take(source, (yield* take(source, 4)).readInt32BE()));
}

function* readList(source: Source): Reading<ThriftValue> {
  const type = (yield* take(source, 1))[0]!;
  const count = (yield* take(source, 4)).readInt32BE();
  const size = FIXED[type];
  if (size === undefined) {
    const items: ThriftValue[] = [];
    for (let i = 0; i < count; i++) items.push(yield* readValue(source, type));
    return items;
  }
  const all = yield* take(source, count * size);
  if (size === 1) return Uint8Array.from(all);
  if (type === DOUBLE)
    return Float64Array.from({ length: count }, (_, i) => all.readDoubleBE(8 * i));
  if (type === I64)
    return BigInt64Array.from({ length: count }, (_, i) => all.readBigInt64BE(8 * i));
  return Int32Array.from({ length: count }, (_, i) => all.readIntBE(size * i, size));
}
