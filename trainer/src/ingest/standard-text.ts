import { STANDARD_MARKS } from "@despliega/storage";

import { bytesOf } from "../sources/bytes.js";
import type { InputText } from "../sources/input-text.js";

/** A file that was written in the standard format, as a text of records. */
export const standardText = (file: string): InputText => ({
  file,
  standardFile: file,
  encoding: "utf-8",
  marks: STANDARD_MARKS,
  format: {},
  numbers: "lines",
  leftOut: [],
  chunks: (onBytes) => bytesOf(file, onBytes),
});
