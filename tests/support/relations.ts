import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import { identifier } from "@despliega/trainer/engine/sql.js";

/** A table or a view that a test made, by its name. */
export const named = <Column extends string>(name: string): Relation<Column> => ({
  kind: "table",
  name: identifier(name),
});

/** Makes what steps returned known to the SQL of a test, by these names. */
export const nameViews = async (
  engine: Engine,
  relations: Readonly<Record<string, Relation>>,
): Promise<void> => {
  for (const [view, { name }] of Object.entries(relations))
    await engine.run(`CREATE OR REPLACE VIEW ${identifier(view)} AS FROM ${name}`);
};
