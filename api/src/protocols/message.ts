import type { Problem } from "../http/problem/error-form.js";

/** A problem in one line, with feature, row and what is allowed there where there is any of it. */
export const messageOf = ({ detail, feature, row, expected }: Problem): string => {
  const place = [feature, row === undefined ? undefined : `row ${row}`].filter(Boolean).join(", ");
  const subject = place === "" ? detail : `${detail}: ${place}`;
  return expected === undefined ? subject : `${subject} (expected: ${expected})`;
};
