import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { classCount, type Classes } from "../model/classes.js";

/** How many observations there are, and how many of each class in the order of their codes. */
export interface Counted {
  readonly observations: number;
  /** Undefined for a regression. */
  readonly classes?: readonly number[];
}

/** Counts observations, and those of each class. */
export const countClasses = async (
  engine: Engine,
  { name }: Relation<"label">,
  model: Classes,
): Promise<Counted> => {
  const classes = classCount(model);
  const code = classes === undefined ? "0" : engine.dialect.cast("label", "integer");
  const found = await engine.rows<{ code: number; n: number }>(
    `SELECT ${code} AS code, count(*) AS n FROM ${name} GROUP BY 1`,
  );
  const observations = found.reduce((sum, { n }) => sum + n, 0);
  if (classes === undefined) return { observations };
  const counts = Array.from({ length: classes }, () => 0);
  for (const row of found) counts[row.code] = row.n;
  return { observations, classes: counts };
};
