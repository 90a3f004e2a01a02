const ARCHIVE =
  "is an Excel workbook or another archive: open it and save the sheet as CSV UTF-8 (.csv)";
const COMPRESSED = "is compressed, and not by gzip: unpack it, or compress it by gzip";

/** First bytes of files that people take for a table, with what is wrong and the cure. */
const KNOWN: readonly (readonly [first: Buffer, problem: string])[] = [
  [Buffer.of(0x50, 0x4b, 0x03, 0x04), ARCHIVE],
  // Excel's older format.
  [Buffer.of(0xd0, 0xcf, 0x11, 0xe0), ARCHIVE],
  // Zstandard, xz, 7z, and bzip2 with its nine sizes of blocks.
  [Buffer.of(0x28, 0xb5, 0x2f, 0xfd), COMPRESSED],
  [Buffer.of(0xfd, 0x37, 0x7a, 0x58), COMPRESSED],
  [Buffer.of(0x37, 0x7a, 0xbc, 0xaf), COMPRESSED],
  ...Array.from(
    { length: 9 },
    (_, size) => [Buffer.from(`BZh${size + 1}1AY&`), COMPRESSED] as const,
  ),
  [Buffer.from("%PDF-"), "is a PDF: export its table as CSV"],
  // What is inside one gzip already.
  [Buffer.of(0x1f, 0x8b), "is compressed by gzip twice: unpack it once"],
];

/** Bytes that decide. */
export const DECIDING = 8;

/** What is wrong with a file that begins so, and the cure; undefined where it may be a table. */
export const noTable = (start: Buffer): string | undefined =>
  KNOWN.find(([first]) => start.subarray(0, first.length).equals(first))?.[1];
