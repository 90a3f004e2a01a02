import { linearBetweenSql } from "../engine/linear-between.js";
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
