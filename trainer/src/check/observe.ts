import { runStatement } from "../dataset/run-statement.js";
import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { PLACE, type InputCopy, type Variant } from "./input-copy.js";

/**
 * Runs the statement of a model. The caller drops the result.
 *
 * @param variants by data set; the other inputs are as they are
 * @param asOf default: the cut-off of the world
 */
export type Observe = (
  variants?: ReadonlyMap<string, Variant>,
  asOf?: string | null,
) => Promise<ObservationTable>;

/** What outlives the work is made by `engine`: the tables of the inputs, which take the names of others. */
interface Engines {
  readonly engine: Engine;
  readonly own: Engine;
}

/** Runs the statement in a world with these copies. */
export const observerOf = (
  { engine, own }: Engines,
  model: ModelDefinition,
  inputs: readonly InputCopy[],
  asOf: string | null,
): Observe => {
  // Inputs whose table is as it should be already.
  const whole = new Set<string>();
  const put = async ({ definition, columns, copy }: InputCopy, variant?: Variant) => {
    const { dataset, table: name } = definition;
    if (variant === undefined && whole.has(dataset)) return;
    const names = columns.map((column) => identifier(column.name)).join(", ");
    const asIs = `SELECT ${names} FROM ${copy.name} ORDER BY ${PLACE}`;
    const table = await engine.table(variant?.rows ?? asIs, name);
    if (variant?.added !== undefined)
      await engine.run(`INSERT INTO ${table.name} (${names}) ${variant.added}`);
    if (variant?.removed !== undefined)
      await engine.run(`DELETE FROM ${table.name} WHERE ${variant.removed}`);
    if (variant === undefined) whole.add(dataset);
    else whole.delete(dataset);
  };
  return async (variants = new Map(), at = asOf) => {
    for (const input of inputs) await put(input, variants.get(input.definition.dataset));
    return runStatement(own, model, at);
  };
};
