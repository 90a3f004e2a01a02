import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { identifier, literal } from "../engine/sql.js";
import type { ModelDefinition } from "../model/model.js";

/**
 * The day of the newest event before the cut-off, over all inputs, as YYYY-MM-DD; null where nothing has a time.
 *
 * @param tables of the inputs, in the order of the model
 */
export const newestEventOf = async (
  engine: Engine,
  { inputs }: Pick<ModelDefinition, "inputs">,
  tables: readonly Relation[],
  asOf: string | null,
): Promise<string | null> => {
  if (asOf === null) return null;
  const { cast } = engine.dialect;
  const days = inputs.flatMap(({ time }, i) =>
    time === undefined
      ? []
      : [`SELECT ${cast(identifier(time), "date")} AS day FROM ${tables[i]!.name}`],
  );
  const { newest } = await engine.row<{ newest: string | null }>(`
    SELECT ${cast("max(day)", "text")} AS newest
    FROM (${days.join(" UNION ALL ")}) WHERE day < DATE ${literal(asOf)}`);
  return newest;
};
