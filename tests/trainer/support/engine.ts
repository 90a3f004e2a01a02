import { afterAll } from "@jest/globals";
import { identifier, literal, openEngine, type Engine } from "@despliega/trainer/engine/engine.js";

import { temporaryDirectory } from "../../support/temporary.js";

/** An engine that lasts as long as the test file runs. */
export const testEngine = async (threads?: number): Promise<Engine> => {
  const spillDirectory = await temporaryDirectory();
  const engine = await openEngine({ memoryLimit: "500MB", spillDirectory, threads });
  afterAll(() => engine.close());
  return engine;
};

/** What a test puts into a table: a day is text that a column's type makes a date of. */
type Value = number | string | null;

/** Makes a table of columns, given with their SQL types, and rows. */
export const makeTable = async (
  engine: Engine,
  name: string,
  columns: Readonly<Record<string, string>>,
  rows: readonly (readonly Value[])[],
): Promise<void> => {
  const types = Object.entries(columns).map(([column, type]) => `${identifier(column)} ${type}`);
  await engine.run(`CREATE OR REPLACE TABLE ${identifier(name)} (${types.join()})`);
  if (rows.length === 0) return;
  const values = rows.map((row) => `(${row.map((value) => sql(value)).join()})`);
  await engine.run(`INSERT INTO ${identifier(name)} VALUES ${values.join()}`);
};

const sql = (value: Value): string => {
  if (value === null) return "NULL";
  return typeof value === "string" ? literal(value) : value.toExponential();
};

/** A table of scored observations, as `[label, score]` in the order of their keys. */
export const makeScored = (
  engine: Engine,
  scored: readonly (readonly [label: number, score: number])[],
  label: "BIGINT" | "DOUBLE" = "BIGINT",
): Promise<void> =>
  makeTable(
    engine,
    "scored",
    { observation: "BIGINT", label, score: "DOUBLE" },
    scored.map(([truth, score], i) => [i, truth, score]),
  );
