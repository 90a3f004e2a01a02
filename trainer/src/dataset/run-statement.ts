import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import { identifier } from "../engine/sql.js";
import { ValueRefused } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { AS_OF, OBSERVATION_COLUMNS } from "../model/statement-contract.js";

/**
 * Runs the SQL of a release on the tables of the inputs.
 *
 * @param asOf the cut-off, which the SQL reads
 * @returns what it returns, as a table
 */
export const runStatement = async (
  engine: Engine,
  sql: string,
  asOf: string | null,
): Promise<ObservationTable> => {
  await engine.setDay(AS_OF, asOf);
  return engine.table(sql);
};

/**
 * Runs the SQL of a model, as {@link runStatement} does.
 *
 * @throws `VALUE_REFUSED`, which names the columns that cannot be made
 */
export const runModelStatement = async (
  engine: Engine,
  model: Pick<ModelDefinition, "sql" | "features">,
  asOf: string | null,
): Promise<ObservationTable> => {
  try {
    return await runStatement(engine, model.sql, asOf);
  } catch (error) {
    if (!(error instanceof ValueRefused)) throw error;
    const columns = await failingColumns(engine, model);
    throw columns.length === 0 ? error : new ValueRefused({ columns }, { cause: error });
  }
};

/** Columns that the statement cannot make. The engine computes no other column when a query reads one only. */
const failingColumns = (
  engine: Engine,
  { sql, features }: Pick<ModelDefinition, "sql" | "features">,
): Promise<readonly string[]> =>
  scoped(engine, async (own) => {
    const names = [...OBSERVATION_COLUMNS, ...features.map(({ name }) => name)];
    const statement = await own.view(sql);
    const failing: string[] = [];
    for (const name of names)
      try {
        await own.row(`SELECT max(${identifier(name)}) AS found FROM ${statement.name}`);
      } catch (error) {
        if (!(error instanceof ValueRefused)) throw error;
        failing.push(name);
      }
    return failing.length === names.length ? [] : failing;
  });
