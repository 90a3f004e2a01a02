import { checkObservations } from "./check-observations.js";
import { identifier, literal, type Engine } from "../engine/engine.js";
import { AsOfInvalid, LabelsMissing, OptionInvalid, ValueRefused } from "../errors/errors.js";
import { OBSERVATION_COLUMNS } from "../model/check/features.js";
import type { ModelDefinition } from "../model/model.js";

/** How many observations there are to learn from, and how many to serve, at the cut-off. */
export interface Observations {
  /** The day before which everything counts, as YYYY-MM-DD; null where nothing has a time. */
  readonly asOf: string | null;
  readonly labelled: number;
  readonly serving: number;
}

/**
 * Runs the model's `features.sql` once, for training and serving observations alike, into the tables `labelled` and
 * `serving`.
 *
 * @param asOf default: the day after the last event, so that the run is a function of its input, but not after `runDay`
 * @param runDay the day of the run, which is not over: what happens on it counts from the next day on. Default: unknown
 * @throws `AS_OF_INVALID` when nothing lies before the cut-off, `LABELS_MISSING` when no observation has a label, and what {@link checkObservations} throws
 */
export const buildObservations = async (
  engine: Engine,
  model: ModelDefinition,
  asOf?: string,
  runDay?: string,
): Promise<Observations> => {
  await engine.run(`SET VARIABLE as_of = ${cutOff(model, asOf, runDay)}::DATE`);
  await runStatement(engine, model);
  await engine.run(`
    CREATE VIEW labelled AS FROM observations WHERE label IS NOT NULL;
    CREATE VIEW serving AS FROM observations WHERE label IS NULL;
  `);
  const counted = await engine.row<Observations>(`
    SELECT getvariable('as_of')::VARCHAR AS "asOf",
           count(label) AS labelled, count(*) FILTER (label IS NULL) AS serving
    FROM observations`);
  if (counted.labelled === 0)
    throw counted.asOf === null
      ? new LabelsMissing({ model: model.name })
      : new AsOfInvalid({ asOf: counted.asOf });
  await checkObservations(engine, model);
  return counted;
};

/** Drops the tables of the inputs, which nothing needs once the observations are made. */
export const dropInputs = async (
  engine: Engine,
  { inputs }: Pick<ModelDefinition, "inputs">,
): Promise<void> => {
  for (const { table } of inputs) await engine.run(`DROP TABLE ${identifier(table)}`);
};

const runStatement = async (engine: Engine, model: ModelDefinition): Promise<void> => {
  try {
    await engine.run(`CREATE TABLE observations AS ${model.sql}`);
  } catch (error) {
    if (!(error instanceof ValueRefused)) throw error;
    const columns = await failingColumns(engine, model);
    throw columns.length === 0 ? error : new ValueRefused({ columns }, { cause: error });
  }
};

/** No table of an input is called so. */
const STATEMENT = identifier(": statement");

/** Columns that the statement cannot make: the engine computes no other when only one is asked for. */
const failingColumns = async (
  engine: Engine,
  { sql, features }: ModelDefinition,
): Promise<readonly string[]> => {
  const names = [...OBSERVATION_COLUMNS, ...features.map(({ name }) => name)];
  await engine.run(`CREATE VIEW ${STATEMENT} AS ${sql}`);
  const failing: string[] = [];
  for (const name of names)
    try {
      await engine.row(`SELECT max(${identifier(name)}) AS found FROM ${STATEMENT}`);
    } catch (error) {
      if (!(error instanceof ValueRefused)) throw error;
      failing.push(name);
    }
  return failing.length === names.length ? [] : failing;
};

/** SQL of the day before which everything counts. */
const cutOff = (
  { name, inputs }: ModelDefinition,
  asOf: string | undefined,
  runDay: string | undefined,
): string => {
  const days = inputs.flatMap(({ table, time }) =>
    time === undefined ? [] : [`SELECT max(${identifier(time)}) AS day FROM ${identifier(table)}`],
  );
  if (days.length === 0) {
    if (asOf === undefined) return "NULL";
    throw new OptionInvalid({
      option: "--as-of",
      problem: `says nothing to ${name}, which knows no time`,
    });
  }
  if (asOf !== undefined) return literal(asOf);
  const dayAfter = `(SELECT max(day) + 1 FROM (${days.join(" UNION ALL ")}))`;
  return runDay === undefined ? dayAfter : `least(${dayAfter}, DATE ${literal(runDay)})`;
};
