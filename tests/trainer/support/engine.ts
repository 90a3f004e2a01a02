import { afterAll } from "@jest/globals";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import type { Engine } from "@despliega/trainer/engine/engine.js";
import type { Relation } from "@despliega/trainer/engine/relation.js";
import type { ScoredTable } from "@despliega/trainer/evaluate/scored.js";
import { identifier, literal } from "@despliega/trainer/engine/sql.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { named } from "../../support/relations.js";

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
export const makeTable = async <Column extends string>(
  engine: Engine,
  name: string,
  columns: Readonly<Record<Column, string>>,
  rows: readonly (readonly Value[])[],
): Promise<Relation<Column>> => {
  const types = Object.entries<string>(columns).map(
    ([column, type]) => `${identifier(column)} ${type}`,
  );
  await engine.run(`CREATE OR REPLACE TABLE ${identifier(name)} (${types.join()})`);
  if (rows.length === 0) return named(name);
  const values = rows.map((row) => `(${row.map((value) => sql(value)).join()})`);
  await engine.run(`INSERT INTO ${identifier(name)} VALUES ${values.join()}`);
  return named(name);
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
): Promise<ScoredTable> =>
  makeTable(
    engine,
    "scored",
    { observation: "BIGINT", label, score: "DOUBLE" },
    scored.map(([truth, score], i) => [i, truth, score]),
  );
