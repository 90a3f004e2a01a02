/** A field of a message of Protocol Buffers: a whole number, or bytes. */
export interface WireField {
  readonly field: number;
  readonly value: number | Buffer;
}

/** Reads the fields of a message, in their order. @throws where the bytes are no message of whole numbers and bytes */
export const readFields = (message: Buffer): readonly WireField[] => {
  const fields: WireField[] = [];
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = message.readUInt8(at++);
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  };
  while (at < message.length) {
    const key = varint();
    const [field, type] = [key >>> 3, key & 7];
    if (type === 0) fields.push({ field, value: varint() });
    else if (type === 2) {
      const length = varint();
      if (at + length > message.length) throw new RangeError("A field ends after its message");
      fields.push({ field, value: message.subarray(at, at + length) });
      at += length;
    } else throw new RangeError(`A field of type ${type}`);
  }
  return fields;
};

/** The values of a field that has bytes. */
export const bytesOf = (message: Buffer, field: number): readonly Buffer[] =>
  readFields(message).flatMap((each) =>
    each.field === field && typeof each.value !== "number" ? [each.value] : [],
  );

/** The texts of a field. */
export const textsOf = (message: Buffer, field: number): readonly string[] =>
  bytesOf(message, field).map(String);
