import { InputFormatInvalid } from "../errors/errors.js";
import type { Encoding } from "../model/input-format.js";
import { bytesOf, firstOf, isGzip } from "./bytes.js";
import { encodingMarked } from "./decoder.js";

/** What the first bytes of a file say about it. */
export interface FileKind {
  /** Whether it is compressed by gzip; the rest is about what is inside. */
  readonly compressed: boolean;
  readonly content: "csv" | "parquet";
  /** The encoding that a byte order mark announces. */
  readonly marked: Encoding | undefined;
}

const PARQUET = Buffer.from("PAR1");

/** First bytes of what people take for a table: zip, in which Excel keeps a workbook, and Excel's older format. */
const WORKBOOKS = [Buffer.of(0x50, 0x4b, 0x03, 0x04), Buffer.of(0xd0, 0xcf, 0x11, 0xe0)];

/** Looks at the first bytes of a file. @throws `INPUT_UNREADABLE`, `INPUT_COMPRESSED`, `INPUT_FORMAT` */
export const fileKind = async (file: string): Promise<FileKind> => {
  const compressed = await isGzip(file);
  const start = await firstOf(bytesOf(file), PARQUET.length);
  if (WORKBOOKS.some((first) => start.equals(first)))
    throw new InputFormatInvalid({
      file,
      problem:
        "is an Excel workbook or another archive: open it and save the sheet as CSV UTF-8 (.csv)",
    });
  const isParquet = start.equals(PARQUET);
  if (isParquet && compressed)
    throw new InputFormatInvalid({
      file,
      problem: "is a compressed Parquet file: unpack it first",
    });
  return {
    compressed,
    content: isParquet ? "parquet" : "csv",
    marked: encodingMarked(start),
  };
};
