import type { InputFormat } from "../../model/input-format.js";
import { bytesOf, firstOf } from "../bytes.js";
import { decoded } from "../decoder.js";
import { fileKind } from "../file-kind.js";
import { openInput } from "../input-text.js";
import { guessEncoding } from "./encoding.js";
import { guessMarks } from "./marks.js";

const SIZE = 2 ** 24;

/** The beginning of a file as text, and how it is written. */
export interface Sample {
  /** In UTF-8; whole lines unless the file ends before. */
  readonly text: Buffer;
  readonly compressed: boolean;
  readonly marks: Required<Pick<InputFormat, "delimiter" | "quote">>;
  /** What of its format is not standard, as far as bytes and marks go. */
  readonly format: InputFormat;
  readonly reasons: Readonly<Partial<Record<keyof InputFormat, string>>>;
}

/** Reads the beginning of a file, and finds its encoding and its marks. @throws what opening an input throws */
export const sampleOf = async (
  file: string,
  hints: InputFormat,
  directory: string,
): Promise<Sample> => {
  const { content, compressed, marked } = await fileKind(file);
  if (content === "parquet") {
    const { chunks } = await openInput(file, {}, () => true, directory);
    return {
      text: wholeLines(await firstOf(chunks(), SIZE)),
      compressed,
      marks: { delimiter: ",", quote: '"' },
      format: { format: "parquet" },
      reasons: { format: "its first bytes say so" },
    };
  }
  const start = await firstOf(bytesOf(file), SIZE);
  const guess = guessEncoding(wholeLines(start));
  const encoding = marked ?? hints.encoding ?? guess.encoding;
  const text = wholeLines(await firstOf(decoded(only(start), encoding), 2 * SIZE));
  const { delimiter, quote, reason } = guessMarks(text, hints);
  return {
    text,
    compressed,
    marks: { delimiter, quote },
    format: {
      ...(delimiter !== "," && { delimiter }),
      ...(quote !== '"' && { quote }),
      ...(encoding !== "utf-8" && { encoding }),
    },
    reasons: {
      delimiter: reason,
      encoding:
        marked === undefined
          ? hints.encoding === undefined
            ? guess.reason
            : "it was said so"
          : "a byte order mark says so",
    },
  };
};

/** Without the end of a line that goes on after the sample. */
const wholeLines = (bytes: Buffer): Buffer =>
  bytes.length < SIZE ? bytes : bytes.subarray(0, bytes.lastIndexOf(10) + 1);

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
