import type { Engine } from "../engine/engine.js";
import { TargetNotPositive } from "../errors/errors.js";

/**
 * SQL of what a regression learns: the label, or its natural logarithm.
 *
 * @throws `TARGET_NOT_POSITIVE` when a label has no logarithm
 */
export const targetSql = async (
  engine: Engine,
  view: string,
  target: "log" | undefined,
): Promise<string> => {
  if (target === undefined) return "label::DOUBLE";
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) FILTER (label <= 0) AS rows FROM ${view}`,
  );
  if (rows > 0) throw new TargetNotPositive({ rows });
  return "ln(label::DOUBLE)";
};
