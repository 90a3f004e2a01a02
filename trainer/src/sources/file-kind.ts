import { InputFormatInvalid } from "../errors/errors.js";
import type { Encoding } from "../model/input-format.js";
import { bytesOf, firstOf, isGzip } from "./bytes.js";
import { encodingMarked } from "./decoder.js";
import { DECIDING, noTable } from "./no-table.js";

/** What the first bytes of a file say about it. */
export interface FileKind {
  /** Whether it is compressed by gzip; the rest is about what is inside. */
  readonly compressed: boolean;
  readonly content: "csv" | "parquet";
  /** The encoding that a byte order mark announces. */
  readonly marked: Encoding | undefined;
}

const PARQUET = Buffer.from("PAR1");

/** Looks at the first bytes of a file. @throws `INPUT_UNREADABLE`, `INPUT_COMPRESSED`, `INPUT_FORMAT` */
export const fileKind = async (file: string): Promise<FileKind> => {
  const compressed = await isGzip(file);
  const start = await firstOf(bytesOf(file), DECIDING);
  const problem = noTable(start);
  if (problem !== undefined) throw new InputFormatInvalid({ file, problem });
  const isParquet = start.subarray(0, PARQUET.length).equals(PARQUET);
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
