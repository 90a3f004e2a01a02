import type { Engine } from "../engine/engine.js";
import { agreedLn } from "../engine/agreed-functions.js";
import type { Relation } from "../engine/relation.js";
import { TargetNotPositive } from "../errors/errors.js";

/**
 * SQL of what a regression learns: the label, or its natural logarithm.
 *
 * @throws `TARGET_NOT_POSITIVE` when a label has no logarithm
 */
export const targetSql = async (
  engine: Engine,
  { name }: Relation<"label">,
  target: "log" | undefined,
): Promise<string> => {
  const label = engine.dialect.cast("label", "double");
  if (target === undefined) return label;
  const { rows } = await engine.row<{ rows: number }>(
    `SELECT count(*) FILTER (WHERE label <= 0) AS rows FROM ${name}`,
  );
  if (rows > 0) throw new TargetNotPositive({ rows });
  return agreedLn(label);
};
