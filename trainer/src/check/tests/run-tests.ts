import { cutOffOf } from "../../dataset/cut-off.js";
import { valueSql } from "../../dataset/feature-sql.js";
import { runStatement } from "../../dataset/run-statement.js";
import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import { ValueRefused } from "../../errors/errors.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { ModelDefinition } from "../../model/model.js";
import { codedFeature } from "../../model/coded-feature.js";
import { keyColumns } from "./key-columns.js";
import { count, type Finding } from "../finding.js";
import { givenTable } from "./given-table.js";
import { mismatchesOf } from "./mismatches.js";
import type { Row, StatementTest, StatementTests } from "./tests-schema.js";

const check = "tests";

/** Runs the tests of a model, and names what differs from what they expect. The tables of the inputs are replaced. */
export const runTests = async (
  engine: Engine,
  model: ModelDefinition,
  all: StatementTests,
): Promise<readonly Finding[]> => {
  const findings: Finding[] = [];
  for (const test of all.tests) {
    const problems = await problemsOf(engine, model, all.defaults ?? {}, test);
    for (const problem of problems)
      findings.push({ check, verdict: "fails", text: `${test.name}: ${problem}` });
  }
  if (findings.length > 0) return findings;
  const values = all.tests.flatMap(({ expect }) => expect.map((row) => Object.keys(row).length));
  const expected = values.reduce((sum, more) => sum + more, 0);
  return [
    {
      check,
      verdict: "ok",
      text: `${count(all.tests.length)} of ${count(all.tests.length)} tests pass, with ${count(expected)} values`,
    },
  ];
};

const problemsOf = async (
  engine: Engine,
  model: ModelDefinition,
  defaults: Readonly<Record<string, Row>>,
  { given, expect, asOf, tolerance }: StatementTest,
): Promise<readonly string[]> => {
  const tables = [];
  for (const input of model.inputs) {
    const rows = (given[input.table] ?? []).map((row) => ({ ...defaults[input.table], ...row }));
    tables.push(await givenTable(engine, input, rows));
  }
  const cutOff = await cutOffOf(engine, model, tables, { asOf });
  try {
    const observations = await runStatement(engine, model, cutOff);
    const rows = await shown(engine, model, observations);
    await engine.drop(observations);
    const keys = keyColumns(model);
    return expect.flatMap((row) => mismatchesOf(row, rows, { keys, tolerance }));
  } catch (error) {
    if (!(error instanceof ValueRefused)) throw error;
    return ["features.sql cannot take the given rows: a value is refused"];
  }
};

/** The observations, with numbers as numbers and the rest as text. */
const shown = (
  engine: Engine,
  model: ModelDefinition,
  { name }: ObservationTable,
): Promise<Row[]> => {
  const { dialect } = engine;
  const typed = (column: string, type: "double" | "text", sql = identifier(column)) =>
    `${dialect.cast(sql, type)} AS ${identifier(column)}`;
  const columns = [
    ...[...keyColumns(model), "label"].map((column) => typed(column, "text")),
    ...model.features.map((feature) =>
      typed(
        feature.name,
        feature.type === "integer" || feature.type === "number" ? "double" : "text",
        valueSql(dialect, codedFeature(feature)),
      ),
    ),
  ];
  return engine.rows<Row>(`SELECT ${columns.join(", ")} FROM ${name}`);
};
