import { ProblemError } from "../../http/problem/problem-error.js";

// Drops a byte order mark, as RFC 8259 lets a reader do and as spreadsheets write one before CSV.
const utf8 = new TextDecoder("utf-8", { fatal: true });

/** The text of a body. @throws ProblemError `BODY_NOT_TEXT` when it is not UTF-8 */
export const textOf = (body: Uint8Array): string => {
  try {
    return utf8.decode(body);
  } catch {
    throw new ProblemError("BODY_NOT_TEXT");
  }
};
