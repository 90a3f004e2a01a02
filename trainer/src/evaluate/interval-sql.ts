import { linearBetweenSql } from "../engine/linear-between.js";
import { double } from "../engine/sql.js";
import type { Interval } from "./evaluation.js";

/** SQL of the ends of the interval around an answer, with the same operations as `endsOf` of the storage. */
export const endsSql = (
  answered: string,
  { by, at, lower, upper, least }: Interval,
): readonly [from: string, to: string] => {
  const notBelow = (value: string): string =>
    least === undefined ? value : `greatest(${double(least)}, ${value})`;
  const answer = notBelow(answered);
  const end = (moves: readonly number[]): string =>
    notBelow(`${answer} ${by === "factor" ? "*" : "+"} ${linearBetweenSql(answer, at, moves)}`);
  return [end(lower), end(upper)];
};
