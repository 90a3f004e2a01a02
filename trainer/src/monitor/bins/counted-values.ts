import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";

/** The different values of a column, NULL among them, each with how many rows have it. */
export type CountedValues = Relation<"value" | "n">;

/** Counts equal values once, so that edges and bins need no more pass over the rows. @param value SQL of a number */
export const countValues = (
  engine: Engine,
  { name }: Relation,
  value: string,
): Promise<CountedValues> =>
  engine.table(`SELECT ${value} AS value, count(*) AS n FROM ${name} GROUP BY ${value}`);
