import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import { runStatement } from "../dataset/run-statement.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { OBSERVATION_COLUMNS } from "../model/statement-contract.js";
import { orderFindings } from "./check-order.js";
import { compareObservations, type Comparison } from "./comparison.js";
import type { Finding } from "./finding.js";

/** How often the statement runs on several threads: what depends on their pace may go well once. */
const RUNS = 3;

/** Writes what a statement returns, for {@link checkThreads} of another engine to compare. */
export const writeObservations = async (
  engine: Engine,
  model: ModelDefinition,
  asOf: string | null,
  file: string,
): Promise<void> => {
  const observations = await runStatement(engine, model, asOf);
  await engine.writeCsv(`SELECT ${plain(engine, model)} FROM ${observations.name}`, file);
  await engine.drop(observations);
};

/** Makes a table of a file of {@link writeObservations}. */
export const readObservations = (
  engine: Engine,
  model: ModelDefinition,
  file: string,
): Promise<ObservationTable> => {
  const columns = [...OBSERVATION_COLUMNS, ...model.features.map(({ name }) => name)];
  const rows = engine.dialect.csv(file, columns, { header: true, oneLineEach: false });
  return engine.table<ObservationColumn>(`SELECT ${plain(engine, model)} FROM ${rows}`);
};

/**
 * Compares what a statement returns on several threads with what it returned on one.
 *
 * @param file of {@link writeObservations}, by an engine with one thread
 */
export const checkThreads = async (
  engine: Engine,
  model: ModelDefinition,
  asOf: string | null,
  file: string,
): Promise<readonly Finding[]> => {
  const before = await readObservations(engine, model, file);
  const found: Comparison[] = [];
  for (let run = 0; run < RUNS; run++) {
    const observations = await runStatement(engine, model, asOf);
    const after: ObservationTable = await engine.view(
      `SELECT ${plain(engine, model)} FROM ${observations.name}`,
    );
    found.push(await compareObservations(engine, model, before, after));
    await engine.drop(after, observations);
  }
  return orderFindings("threads", "on several threads as on one", found);
};

/** The columns of observations in types that a file keeps: numbers as doubles, the rest as text. */
const plain = ({ dialect }: Engine, { features }: ModelDefinition): string =>
  [
    ...OBSERVATION_COLUMNS.map((name) => ({ name: name as string, number: false })),
    ...features.map(({ name, type }) => ({
      name,
      number: type === "number" || type === "integer",
    })),
  ]
    .map(({ name, number }) => {
      const column = identifier(name);
      return `${dialect.cast(column, number ? "double" : "text")} AS ${column}`;
    })
    .join(", ");
