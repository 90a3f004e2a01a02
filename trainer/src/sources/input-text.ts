import { join } from "node:path";

import { STANDARD_MARKS, type CsvMarks } from "@despliega/storage";

import { withParquet } from "../engine/duckdb/parquet.js";
import { InputFormatInvalid, InputHeader } from "../errors/errors.js";
import type { Encoding, InputFormat } from "../model/input-format.js";
import { bytesOf } from "./bytes.js";
import { decoded } from "./decoder.js";
import { fileKind } from "./file-kind.js";
import { isStandard, marksOf } from "./format/marks.js";

/** An input as a text of records in UTF-8, in whatever way its file is written. */
export interface InputText {
  /** As the caller named it. */
  readonly file: string;
  /** A file of exactly this text in the standard format, where there is one. */
  readonly standardFile: string | undefined;
  readonly encoding: Encoding;
  readonly marks: CsvMarks;
  /** How the fields are written. */
  readonly format: InputFormat;
  /** Whether the number of a record is that of the line where it begins, or of the row. */
  readonly numbers: "lines" | "rows";
  /** Columns of the file that the text leaves out, as nothing reads them. */
  readonly leftOut: readonly string[];
  /** Reads the text from its beginning. `onBytes` gets the number of bytes after each read of the file. */
  readonly chunks: (onBytes?: (bytes: number) => void) => AsyncIterable<Buffer>;
}

/**
 * Opens the file of an input by its first bytes and by what the model says of it. A Parquet file is written as text
 * first.
 *
 * @param reads whether a column of it is read; only the text of a Parquet file leaves others out
 * @param directory where a text may be written
 * @throws `INPUT_UNREADABLE`, `INPUT_COMPRESSED`, `INPUT_FORMAT`, `INPUT_HEADER`
 */
export const openInput = async (
  file: string,
  format: InputFormat,
  reads: (name: string) => boolean,
  directory: string,
): Promise<InputText> => {
  const { content, compressed, marked } = await fileKind(file);
  if (content !== (format.format ?? content))
    throw new InputFormatInvalid({
      file,
      problem: `is ${content}, and model.yaml says ${format.format}: correct its format, or leave it out`,
    });
  if (content === "parquet") return openParquet(file, format, reads, directory);
  const encoding = marked ?? format.encoding ?? "utf-8";
  const isFile = !compressed && encoding === "utf-8" && isStandard(format);
  return {
    file,
    standardFile: isFile ? file : undefined,
    encoding,
    marks: marksOf(format),
    format,
    numbers: "lines",
    leftOut: [],
    chunks: (onBytes) => decoded(bytesOf(file, onBytes), encoding),
  };
};

const openParquet = (
  file: string,
  { missing, ...words }: InputFormat,
  reads: (name: string) => boolean,
  directory: string,
): Promise<InputText> => {
  const text = join(directory, "parquet.csv");
  const format: InputFormat = {
    ...(missing && { missing }),
    ...(words.true && { true: words.true }),
    ...(words.false && { false: words.false }),
  };
  return withParquet(
    file,
    directory,
    async (parquet) => {
      const names = parquet.columns.map(({ name }) => name);
      const read = parquet.columns.flatMap(({ name, isNested }) =>
        reads(name) && !isNested ? [name] : [],
      );
      if (read.length === 0)
        throw new InputHeader({ file, problem: "it has none of the columns that the model reads" });
      await parquet.writeCsv(read, text);
      return {
        file,
        standardFile: isStandard(format) ? text : undefined,
        encoding: "utf-8",
        marks: STANDARD_MARKS,
        format,
        numbers: "rows",
        leftOut: names.filter((name) => !read.includes(name)),
        chunks: (onBytes) => bytesOf(text, onBytes),
      };
    },
    (cause) =>
      new InputFormatInvalid(
        {
          file,
          problem: "is a Parquet file that is damaged or of an unknown kind: write it again",
        },
        { cause },
      ),
  );
};
