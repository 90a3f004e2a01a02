import type { Encoding } from "../model/input-format.js";

const MARKS: readonly (readonly [Encoding, Buffer])[] = [
  ["utf-8", Buffer.of(0xef, 0xbb, 0xbf)],
  ["utf-16le", Buffer.of(0xff, 0xfe)],
  ["utf-16be", Buffer.of(0xfe, 0xff)],
];

/** The encoding that a byte order mark announces in the first bytes of a text; undefined without one. */
export const encodingMarked = (start: Uint8Array): Encoding | undefined =>
  MARKS.find(([, mark]) => mark.every((byte, at) => start[at] === byte))?.[0];

/** Decodes chunks of a text one after the other into UTF-8; what no text can be becomes a byte that UTF-8 never has. */
export const decoded = (
  chunks: AsyncIterable<Buffer>,
  encoding: Encoding,
): AsyncIterable<Buffer> => {
  switch (encoding) {
    case "utf-8":
      return chunks;
    case "utf-16le":
      return fromUtf16(chunks, (units) => units);
    case "utf-16be":
      return fromUtf16(chunks, (units) => Buffer.from(units).swap16());
    case "windows-1252":
    case "latin-1":
      return fromWindows1252(chunks);
  }
};

const NO_TEXT = Buffer.of(0xff);
const NOTHING = Buffer.alloc(0);

async function* fromUtf16(
  chunks: AsyncIterable<Buffer>,
  littleEndian: (units: Buffer) => Buffer,
): AsyncGenerator<Buffer> {
  let rest: Buffer = NOTHING;
  for await (const chunk of chunks) {
    const bytes = Buffer.concat([rest, chunk]);
    const units = littleEndian(bytes.subarray(0, bytes.length - (bytes.length % 2)));
    // The first half of a character waits for the second.
    const last = units.length < 2 ? 0 : units.readUInt16LE(units.length - 2);
    const whole = last >= 0xd800 && last < 0xdc00 ? units.length - 2 : units.length;
    rest = bytes.subarray(whole);
    yield utf8Of(units.subarray(0, whole).toString("utf16le"));
  }
  if (rest.length > 0) yield NO_TEXT;
}

const utf8Of = (text: string): Buffer => {
  if (!/\p{Surrogate}/u.test(text)) return Buffer.from(text);
  const [first, ...others] = text.split(/\p{Surrogate}/u);
  return Buffer.concat([first!, ...others.flatMap((part) => [NO_TEXT, part])].map(bytesOf));
};

const bytesOf = (part: string | Buffer): Buffer =>
  typeof part === "string" ? Buffer.from(part) : part;

/** What the bytes from 0x80 to 0x9F mean (https://encoding.spec.whatwg.org/index-windows-1252.txt). */
const HIGH =
  "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d\u008f" +
  "\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153\u009d\u017e\u0178";

async function* fromWindows1252(chunks: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const chunk of chunks)
    yield Buffer.from(
      chunk.toString("latin1").replace(/[\u0080-\u009f]/g, (c) => HIGH[c.charCodeAt(0) - 0x80]!),
    );
}
