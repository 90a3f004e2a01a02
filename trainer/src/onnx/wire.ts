/** Bytes of a message of Protocol Buffers, which are those of its fields one after the other. */
export type Message = Uint8Array;

/** Appends a whole number from 0 to 2^53 − 1 in the encoding of variable length. */
const append = (bytes: number[], value: number): void => {
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) | 128);
  bytes.push(rest);
};

const varints = (values: Iterable<number>): Message => {
  const bytes: number[] = [];
  for (const value of values) append(bytes, value);
  return Uint8Array.from(bytes);
};

/** A field with bytes, as texts and messages are. */
export const bytes = (field: number, content: Uint8Array): Message =>
  Buffer.concat([varints([field * 8 + 2, content.length]), content]);

/** A field with a text. */
export const text = (field: number, content: string): Message => bytes(field, Buffer.from(content));

/** A field with a whole number from 0 on. */
export const integer = (field: number, value: number): Message => varints([field * 8, value]);

/** A field with a list of whole numbers from 0 on. */
export const integers = (field: number, values: Iterable<number>): Message =>
  bytes(field, varints(values));

/** A field with a message. */
export const message = (field: number, ...fields: readonly Message[]): Message =>
  bytes(field, Buffer.concat(fields));
