import { KEY_SEPARATOR } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { scoped } from "../engine/scoped.js";
import { identifier, literal } from "../engine/sql.js";
import { ValueRefused } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import { isSame } from "../model/check/repeated.js";
import type { ModelDefinition } from "../model/model.js";
import { AS_OF, statementColumns } from "../model/statement-contract.js";

/** A statement, and what its columns are called. */
export type Statement = Pick<ModelDefinition, "sql" | "columns">;

/**
 * Runs the SQL of a release on the tables of the inputs.
 *
 * @param asOf the cut-off, which the SQL reads
 * @returns what it returns, as a table; several columns that name an entity are also joined to `entity`
 */
export const runStatement = async (
  engine: Engine,
  { sql, columns: { entity } }: Statement,
  asOf: string | null,
): Promise<ObservationTable> => {
  await engine.setDay(AS_OF, asOf);
  return typeof entity === "string" ? engine.table(sql) : joined(engine, sql, entity);
};

/** What a statement returns, with an `entity` of the text of these columns; without it where a column is not there. */
const joined = (
  engine: Engine,
  sql: string,
  entity: readonly string[],
): Promise<ObservationTable> =>
  scoped(engine, async (own, keep) => {
    const returned = await own.view(sql);
    const names = await own.columnsOf(returned);
    if (!entity.every((name) => names.includes(name))) return keep(await own.table(sql));
    const others = names.filter((name) => !isSame(name, "entity")).map(identifier);
    const texts = entity.map((name) => own.dialect.cast(identifier(name), "text"));
    const text = texts.join(` || ${literal(KEY_SEPARATOR)} || `);
    return keep(
      await own.table(`SELECT ${others.join()}, ${text} AS entity FROM ${returned.name}`),
    );
  });

/**
 * Runs the SQL of a model, as {@link runStatement} does.
 *
 * @throws `VALUE_REFUSED`, which names the columns that cannot be made
 */
export const runModelStatement = async (
  engine: Engine,
  model: Statement & Pick<ModelDefinition, "features">,
  asOf: string | null,
): Promise<ObservationTable> => {
  try {
    return await runStatement(engine, model, asOf);
  } catch (error) {
    if (!(error instanceof ValueRefused)) throw error;
    const columns = await failingColumns(engine, model);
    throw columns.length === 0 ? error : new ValueRefused({ columns }, { cause: error });
  }
};

/** Columns that the statement cannot make. The engine computes no other column when a query reads one only. */
const failingColumns = (
  engine: Engine,
  { sql, columns, features }: Statement & Pick<ModelDefinition, "features">,
): Promise<readonly string[]> =>
  scoped(engine, async (own) => {
    const names = [...statementColumns(columns), ...features.map(({ name }) => name)];
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
