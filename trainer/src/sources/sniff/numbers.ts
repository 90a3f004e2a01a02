import type { InputFormat } from "../../model/input-format.js";
import { numberReader } from "../format/number.js";
import type { Tally } from "./tally.js";

type NumberMarks = Pick<InputFormat, "decimal" | "thousands">;

/** Every way to write numbers, the likeliest first. */
const MARKS: readonly NumberMarks[] = [
  { decimal: "." },
  { decimal: "," },
  { decimal: ".", thousands: "," },
  { decimal: ",", thousands: "." },
  { decimal: ".", thousands: " " },
  { decimal: ",", thousands: " " },
  { decimal: ".", thousands: "'" },
  { decimal: ",", thousands: "'" },
];

/** Share of the fields that must be numbers. */
const SHARE = 0.98;

/** Whether nearly all of a column's fields are numbers by these marks. */
export const isNumeric = (tally: Tally, marks: NumberMarks): boolean => {
  if (tally.isProse) return false;
  const read = numberReader(marks);
  let [fitting, all] = [0, 0];
  for (const [shape, count] of tally.shapes) {
    all += count;
    if (read(shape) !== undefined) fitting += count;
  }
  return all > 0 && fitting >= SHARE * all;
};

/**
 * Finds the marks by which most columns are numbers, the likeliest of several. Between a comma as decimal mark and as mark
 * of thousands the delimiter decides: where it is a comma too, numbers have points.
 */
export const guessNumberMarks = (
  tallies: readonly Tally[],
  delimiter: InputFormat["delimiter"],
  hints: InputFormat,
): NumberMarks & { readonly columns: number } => {
  const ordered = delimiter === "," ? [MARKS[0]!, MARKS[2]!, MARKS[1]!, ...MARKS.slice(3)] : MARKS;
  const possible = ordered.filter(
    ({ decimal, thousands }) =>
      (hints.decimal ?? decimal) === decimal && (hints.thousands ?? thousands) === thousands,
  );
  const counted = possible.map((marks) => ({
    ...marks,
    columns: tallies.filter((tally) => isNumeric(tally, marks)).length,
  }));
  return counted.reduce((best, other) => (other.columns > best.columns ? other : best));
};

/** What makes a column of numbers one of text or of integers after all. */
export const numberKind = (
  tally: Tally,
  marks: NumberMarks,
): { readonly type: "integer" | "number" | "text"; readonly reason: string } => {
  const read = numberReader(marks);
  const texts = [...tally.shapes].flatMap(([shape, count]) => {
    const text = read(shape);
    return text === undefined ? [] : [{ text, count }];
  });
  if (tally.leadingZeros > 0)
    return { type: "text", reason: "its digits begin with zeros, as those of a code" };
  const broken = texts.filter(({ text }) => /[.eE]/.test(text));
  if (broken.length === 0)
    return texts.some(({ text }) => text.replace(/[+-]/, "").length > 15)
      ? { type: "text", reason: "its numbers have more digits than a number keeps" }
      : { type: "integer", reason: "all values are whole numbers" };
  const decimals = broken.reduce((sum, { count }) => sum + count, 0);
  return decimals === tally.zeroDecimals
    ? { type: "integer", reason: "all values are whole numbers, some written with a decimal 0" }
    : { type: "number", reason: "all values are numbers" };
};
