/** A message of Protocol Buffers: its fields, one after the other, in pieces, so that no large one is copied. */
export type Message = readonly Uint8Array[];

/** How many bytes a whole number from 0 to 2^53 − 1 takes in the encoding of variable length. */
const sizeOf = (value: number): number => {
  let size = 1;
  for (let rest = value; rest > 127; rest = Math.floor(rest / 128)) size += 1;
  return size;
};

const varints = (values: ArrayLike<number>): Uint8Array => {
  let size = 0;
  for (let i = 0; i < values.length; i++) size += sizeOf(values[i]!);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let i = 0; i < values.length; i++) {
    let rest = values[i]!;
    for (; rest > 127; rest = Math.floor(rest / 128)) bytes[at++] = (rest % 128) | 128;
    bytes[at++] = rest;
  }
  return bytes;
};

/** A field with bytes. */
export const bytes = (field: number, content: Uint8Array): Message => message(field, [content]);

/** A field with a text. */
export const text = (field: number, content: string): Message => bytes(field, Buffer.from(content));

/** A field with a whole number from 0 on. */
export const integer = (field: number, value: number): Message => [varints([field * 8, value])];

/** A field with a list of whole numbers from 0 on. */
export const integers = (field: number, values: ArrayLike<number>): Message =>
  bytes(field, varints(values));

/** A field with a message, by parts. */
export const message = (field: number, ...parts: readonly Message[]): Message => {
  const content = parts.flat();
  const size = content.reduce((sum, { length }) => sum + length, 0);
  return [varints([field * 8 + 2, size]), ...content];
};
