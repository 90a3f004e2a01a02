import type { Engine } from "./engine.js";
import type { Relation } from "./relation.js";
import { identifier } from "./sql.js";

/** Counts repeated values, as {@link Engine.repeated} does, by looking each of them up. */
export const repeatedByHash = async (
  { row }: Pick<Engine, "row">,
  { name }: Relation,
  column: string,
  where = "true",
): Promise<number> => {
  const value = identifier(column);
  const { repeated } = await row<{ repeated: number }>(
    `SELECT count(${value}) - count(DISTINCT ${value}) AS repeated FROM ${name} WHERE ${where}`,
  );
  return repeated;
};
