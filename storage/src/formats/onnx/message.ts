/** A value of a field: a whole number, or bytes, which those of a fixed size are too. */
export type FieldValue = bigint | Buffer;

/** The fields of a message of Protocol Buffers, by their numbers. */
export type Fields = ReadonlyMap<number, readonly FieldValue[]>;

/** Reads the fields of a message. @throws RangeError where the bytes are no message */
export const readMessage = (message: Buffer): Fields => {
  const fields = new Map<number, FieldValue[]>();
  const at = { byte: 0 };
  while (at.byte < message.length) {
    const key = Number(readVarint(message, at));
    const value = readValue(message, at, key % 8);
    const field = Math.floor(key / 8);
    const all = fields.get(field);
    if (all === undefined) fields.set(field, [value]);
    else all.push(value);
  }
  return fields;
};

const FIXED: ReadonlyMap<number, number> = new Map([
  [1, 8],
  [5, 4],
]);

const readValue = (message: Buffer, at: { byte: number }, type: number): FieldValue => {
  if (type === 0) return readVarint(message, at);
  const size = type === 2 ? Number(readVarint(message, at)) : FIXED.get(type);
  if (size === undefined || at.byte + size > message.length)
    throw new RangeError("The bytes are no message");
  at.byte += size;
  return message.subarray(at.byte - size, at.byte);
};

const readVarint = (message: Buffer, at: { byte: number }): bigint => {
  let value = 0n;
  for (let shift = 0n; shift < 70n; shift += 7n) {
    const byte = message.readUInt8(at.byte++);
    value |= BigInt(byte & 127) << shift;
    if (byte < 128) return BigInt.asIntN(64, value);
  }
  throw new RangeError("A number of more than 64 bits");
};

/** The messages, texts or packed numbers of a field. */
export const bytesOf = (fields: Fields, field: number): readonly Buffer[] =>
  (fields.get(field) ?? []).filter((value) => typeof value !== "bigint");

/** The texts of a field. */
export const textsOf = (fields: Fields, field: number): readonly string[] =>
  bytesOf(fields, field).map(String);

/** The whole numbers of a field, one by one or packed. */
export const wholesOf = (fields: Fields, field: number): readonly number[] =>
  (fields.get(field) ?? []).flatMap((value) => {
    if (typeof value === "bigint") return [Number(value)];
    const numbers: number[] = [];
    const at = { byte: 0 };
    while (at.byte < value.length) numbers.push(Number(readVarint(value, at)));
    return numbers;
  });

/** The single precision numbers of a field, one by one or packed. */
export const floatsOf = (fields: Fields, field: number): readonly number[] =>
  bytesOf(fields, field).flatMap((value) => packed(value, 4, (at) => value.readFloatLE(at)));

/** The double precision numbers of a field, one by one or packed. */
export const doublesOf = (fields: Fields, field: number): readonly number[] =>
  bytesOf(fields, field).flatMap((value) => packed(value, 8, (at) => value.readDoubleLE(at)));

/** Numbers of a fixed size, one after the other. */
export const packed = (
  { length }: Buffer,
  size: number,
  read: (at: number) => number,
): readonly number[] => Array.from({ length: Math.floor(length / size) }, (_, i) => read(i * size));
