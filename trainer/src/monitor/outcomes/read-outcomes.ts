import type { Engine } from "../../engine/engine.js";
import type { Relation } from "../../engine/relation.js";
import { scoped } from "../../engine/scoped.js";
import { literal } from "../../engine/sql.js";
import { classNames, type Classes } from "../../model/classes.js";

/** Outcomes by what they are about, with labels as training codes them. */
export interface Outcomes {
  /** One for each answer. */
  readonly byId: Relation<"id" | "label">;
  /** One for each entity and time. */
  readonly byKey: Relation<"key" | "happened" | "label">;
  /** How many answers or events have outcomes that contradict each other, and so none. */
  readonly contradicting: number;
}

/**
 * Reads kept outcomes. The same one twice counts once; of two that differ neither counts. An outcome with a day instead of a time
 * happened at the end of that day.
 *
 * @param file lines of outcomes
 */
export const readOutcomes = (engine: Engine, file: string, model: Classes): Promise<Outcomes> =>
  scoped(engine, async (own, keep) => {
    const { cast, jsonLines, tryCast } = own.dialect;
    const fields = { id: "text", key: "text", at: "text", outcome: "text" } as const;
    const ends = `CASE WHEN "at" LIKE '____-__-__' THEN "at" || ' 23:59:59.999' ELSE "at" END`;
    const all = await own.table(`
      SELECT id, key, ${tryCast(ends, "timestamp")} AS happened, ${labelSql(own, model)} AS label
      FROM ${jsonLines(file, fields)}`);
    const grouped = (by: string, where: string) => `
      SELECT ${by}, min(label) AS label, max(label) AS most FROM ${all.name}
      WHERE ${where} AND label IS NOT NULL GROUP BY ${by}`;
    const ids = grouped("id", "id IS NOT NULL");
    const events = grouped("key, happened", "key IS NOT NULL AND happened IS NOT NULL");
    const count = `coalesce(sum(CASE WHEN label <> most THEN 1 ELSE 0 END), 0)`;
    const { a, b } = await own.row<{ a: number; b: number }>(`
      SELECT ${cast(`(SELECT ${count} FROM (${ids}))`, "integer")} AS a,
             ${cast(`(SELECT ${count} FROM (${events}))`, "integer")} AS b`);
    return {
      byId: keep(
        await own.table<"id" | "label">(`SELECT id, label FROM (${ids}) WHERE label = most`),
      ),
      byKey: keep(
        await own.table<"key" | "happened" | "label">(
          `SELECT key, happened, label FROM (${events}) WHERE label = most`,
        ),
      ),
      contradicting: a + b,
    };
  });

const labelSql = ({ dialect }: Pick<Engine, "dialect">, model: Classes): string => {
  if (model.task === "regression") return dialect.tryCast("outcome", "double");
  const cases = classNames(model).map((name, code) => `WHEN ${literal(name)} THEN ${code}`);
  return dialect.cast(`CASE outcome ${cases.join(" ")} END`, "double");
};
