import type { Engine } from "../engine/engine.js";
import { double } from "../engine/sql.js";
import type { Interval } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

/** Groups of rows with about the same answer, at most. */
const MOST_GROUPS = 10;

/** As many residuals of a group are beyond each of its ends. Fewer say little about where the end is. */
const BEYOND = 10;

/**
 * The interval around an answer that holds the label about as often as `level` says, with equal tails, on average and at
 * any size of the answer. Rows are grouped by their answers. The ends of a group of n rows are the ⌊(n + 1) (1 − level) /
 * 2⌋-th smallest and as many-th largest residual, and belong to its middle answer. If later residuals are exchangeable
 * with those of their group, at least `level` of them is inside on average. Residuals of several folds, and between two
 * middle answers, are so only nearly, so `coverage` measures it. (Split conformal prediction with signed errors: Linusson,
 * Johansson and Löfström, "Signed-Error Conformal Regression", PAKDD 2014; by groups: Vovk, Lindsay, Nouretdinov and
 * Gammerman, "Mondrian Confidence Machine", 2003; from folds: Vovk, "Cross-conformal predictors", 2015.)
 *
 * There are ten groups, but fewer where a group's ends would leave out fewer than ten rows each, and at least one. Equal
 * answers are in one group. A group that they leave with less than half of its share has no ends of its own.
 *
 * @param scored scored by models that did not learn from the row
 * @param by whether labels are compared with answers by their ratio or by their difference
 * @returns undefined when there are too few rows for such a level, a ratio to an answer that is not positive, or an end
 * that is not finite
 */
export const predictionInterval = async (
  engine: Engine,
  scored: ScoredTable,
  level: number,
  by: Interval["by"],
): Promise<Interval | undefined> => {
  const label = engine.dialect.cast("label", "double");
  const { n, lowest, least } = await engine.row<{
    n: number;
    lowest: number | null;
    least: number | null;
  }>(`SELECT count(*) AS n, min(score) AS lowest, min(${label}) AS least FROM ${scored.name}`);
  if (lowest === null || least === null || (by === "factor" && lowest <= 0)) return undefined;
  const tail = (1 - level) / 2;
  const count = Math.floor((n * tail) / BEYOND + ROUNDING);
  const groups = Math.min(Math.max(count, 1), MOST_GROUPS);
  const bound = by === "difference" && least >= 0 ? { least: 0 } : {};
  const ends = await endsByGroup(engine, scored, { n, tail, groups, by, ...bound });
  const found = ends.flat();
  if (found.length === 0 || !found.every(Number.isFinite)) return undefined;
  return {
    level,
    by,
    at: ends.map(([at]) => at),
    lower: ends.map(([, lower]) => lower),
    upper: ends.map(([, , upper]) => upper),
    ...bound,
  };
};

/** A level such as 0.9 is not exact in binary, and must not lose its rank to rounding. */
const ROUNDING = 1e-9;

type GroupEnds = readonly [at: number, lower: number, upper: number];

/** How residuals are grouped, and what an answer counts as that is below the least. */
interface Groups extends Pick<Interval, "by" | "least"> {
  readonly n: number;
  readonly tail: number;
  readonly groups: number;
}

const endsByGroup = async (
  engine: Engine,
  scored: ScoredTable,
  { n, tail, groups, by, least }: Groups,
): Promise<readonly GroupEnds[]> => {
  const { cast, quantileBetween } = engine.dialect;
  const [label, answer] = [cast("label", "double"), cast("score", "double")];
  const score = least === undefined ? answer : `greatest(${double(least)}, ${answer})`;
  const found = await engine.rows<{ answer: number; lower: number; upper: number }>(`
    SELECT answer, lower, upper
    FROM (
      SELECT part, ${quantileBetween("score", 0.5)} AS answer, count(*) AS size,
             min(residual) FILTER (WHERE place = edge) AS lower,
             min(residual) FILTER (WHERE place = size + 1 - edge) AS upper
      FROM (
        SELECT score, residual, part, size, floor((size + 1) * ${double(tail)} + ${double(ROUNDING)}) AS edge,
               row_number() OVER (PARTITION BY part ORDER BY residual) AS place
        FROM (
          SELECT score, residual, part, count(*) OVER (PARTITION BY part) AS size
          FROM (
            SELECT ${score} AS score, ${label} ${by === "factor" ? "/" : "-"} ${score} AS residual,
                   floor((rank() OVER (ORDER BY ${score}) - 1) * ${double(groups)} / ${double(n)}) AS part
            FROM ${scored.name})))
      GROUP BY part)
    WHERE lower IS NOT NULL AND 2 * size * ${groups} >= ${n}
    ORDER BY answer`);
  return found.map(({ answer, lower, upper }) => [answer, lower, upper]);
};
