import type { Row, Terminal } from "../pipeline/progress.js";
import { CHECKS, type CheckResult } from "./conform.js";

/** The sign of each verdict and its colour, as terminals number them. */
const MARKS = { passed: ["✓", 32], failed: ["✗", 31], skipped: ["-", 33] } as const;

const all = Object.values(CHECKS).flat();
const widthOf = (texts: readonly string[]): number =>
  Math.max(...texts.map(({ length }) => length));
const NAME = widthOf(all.map(({ name }) => name));
const EXPECTED = widthOf(all.map(({ expected }) => expected));

/** A result as a row of a table: protocol, check, expected, and the result, cut at the end of the line. */
export const rowText = (result: CheckResult, { columns }: Terminal): Row => {
  const { protocol, check, expected, got, verdict } = result;
  const [mark, colour] = MARKS[verdict];
  const left = ` ${protocol.padEnd(6)}  ${check.padEnd(NAME)}  ${expected.padEnd(EXPECTED)}  `;
  const right = got.slice(0, Math.max(20, columns - left.length - 1));
  return { mark, colour, text: `${left}${right}` };
};
