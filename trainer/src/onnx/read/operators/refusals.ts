import type { Column, Columns, Meaning } from "../meaning.js";
import { refuse } from "../not-compiled.js";
import { filled } from "./columns.js";
import { constantNumbers, unexpected, type Follow } from "./follow.js";

const REFUSAL: Meaning = { kind: "refusal" };

/** Finds values beyond an end. */
const beyond =
  (kind: "less" | "greater"): Follow =>
  (operator, [value, by]) => {
    if (value?.kind !== "columns" || by?.kind !== "constant") return [REFUSAL];
    return [{ ...value, kind, ends: constantNumbers(operator, by) }];
  };

const isNaN: Follow = (operator, [value]) =>
  value?.kind === "columns" ? [{ ...value, kind: "missing" }] : unexpected(operator, value);

const refusal: Follow = () => [REFUSAL];

/** The class that is answered from a threshold on. A release has a threshold of its own. */
const atLeast: Follow = (operator, [value]) =>
  value?.kind === "answers" || value?.kind === "sums"
    ? [{ kind: "label", classes: [0, 1] }]
    : unexpected(operator, value);

/**
 * Fills missing values, clips numbers, or gives rows that are refused no answer: a release refuses by the bounds of its
 * own features.
 */
const where: Follow = (operator, [condition, then, otherwise]) => {
  if (condition === undefined || otherwise === undefined) return unexpected(operator, otherwise);
  if (otherwise.kind !== "columns")
    return condition.kind === "refusal" && isNothing(then)
      ? [otherwise]
      : unexpected(operator, condition);
  const numbers = constantNumbers(operator, then);
  const change = changeOf(condition, otherwise, numbers);
  const columns = otherwise.columns.map((column, i) =>
    change(column, numbers[numbers.length === 1 ? 0 : i]!),
  );
  return [{ ...otherwise, columns }];
};

/** What stands for an answer that is none: NaN, −1 or an empty text. */
const isNothing = (meaning: Meaning | undefined): boolean =>
  meaning?.kind === "constant" &&
  meaning.constant.values.every((value) => [NaN, -1, ""].some((none) => Object.is(value, none)));

type Change = (column: Column, number: number) => Column;

const changeOf = (condition: Meaning, { columns }: Columns, numbers: readonly number[]): Change => {
  if (condition.kind === "missing" && condition.columns === columns) return filled;
  if (condition.kind !== "less" && condition.kind !== "greater")
    return refuse("chooses between values of features");
  const same = condition.ends.every((end, i) => end === numbers[i]);
  if (condition.columns !== columns || !same) refuse("chooses between values of features");
  return condition.kind === "less" ? raised : lowered;
};

const raised: Change = (column, least) => clipped(column, least, Infinity);
const lowered: Change = (column, most) => clipped(column, -Infinity, most);

const clipped = (column: Column, least: number, most: number): Column => {
  if (least === -Infinity && most === Infinity) return column;
  if (column.kind !== "number" || column.scale !== 1 || column.shift !== 0)
    return refuse("clips other than numbers");
  const { clip = { least: -Infinity, most: Infinity } } = column;
  return {
    ...column,
    clip: { least: Math.max(clip.least, least), most: Math.min(clip.most, most) },
  };
};

/** Operators that compare values, of which graphs make rows without an answer. */
export const REFUSAL_OPERATORS: Readonly<Record<string, Follow>> = {
  Less: beyond("less"),
  Greater: beyond("greater"),
  IsNaN: isNaN,
  Floor: refusal,
  And: refusal,
  Or: refusal,
  GreaterOrEqual: atLeast,
  Where: where,
};
