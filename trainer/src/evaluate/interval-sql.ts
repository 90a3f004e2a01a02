import { double } from "../engine/sql.js";
import type { Interval } from "./evaluation.js";

/** SQL of the ends of the interval around an answer, with the same operations as `endsOf` of the storage. */
export const endsSql = (
  answer: string,
  { by, at, lower, upper, least }: Interval,
): readonly [from: string, to: string] => {
  const end = (moves: readonly number[]): string => {
    const moved = `${answer} ${by === "factor" ? "*" : "+"} ${linearBetweenSql(answer, at, moves)}`;
    return least === undefined ? moved : `greatest(${double(least)}, ${moved})`;
  };
  return [end(lower), end(upper)];
};

/** SQL of the function through points: linear between two of them, constant before the first and after the last. */
const linearBetweenSql = (x: string, at: readonly number[], values: readonly number[]): string => {
  const pieces = at.slice(1).map((next, i) => {
    const [from, start] = [at[i]!, values[i]!];
    const share = `(${x} - ${double(from)}) / ${double(next - from)}`;
    return `WHEN ${x} < ${double(next)} THEN ${double(start)} + ${share} * ${double(values[i + 1]! - start)}`;
  });
  return `(CASE WHEN ${x} <= ${double(at[0]!)} THEN ${double(values[0]!)} ${pieces.join(" ")} ELSE ${double(values.at(-1)!)} END)`;
};
