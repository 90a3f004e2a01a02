import type { FieldProblem } from "../../model/explain.js";
import type { Column } from "../../model/columns.js";
import type { InputDefinition, ModelDefinition } from "../../model/model.js";
import { inputColumns } from "../input-columns.js";
import { keyColumns } from "./key-columns.js";
import { valueProblem } from "./check-value.js";
import type { Row, StatementTests } from "./tests-schema.js";

/** What does not fit to the model: tables, columns, values and features. */
export const checkTests = (
  model: ModelDefinition,
  { defaults = {}, tests }: StatementTests,
): readonly FieldProblem[] => [
  ...Object.entries(defaults).flatMap(([table, row]) =>
    inTable(model, ["defaults", table], table, (input) =>
      checkRow(input, ["defaults", table], row),
    ),
  ),
  ...tests.flatMap(({ given, expect }, at) => [
    ...Object.entries(given).flatMap(([table, rows]) =>
      inTable(model, ["tests", at, "given", table], table, (input) =>
        rows.flatMap((row, nth) => {
          const path = ["tests", at, "given", table, nth];
          return [
            ...checkRow(input, path, row),
            ...lacking(input, path, { ...defaults[table], ...row }),
          ];
        }),
      ),
    ),
    ...expect.flatMap((row, nth) => checkExpected(model, ["tests", at, "expect", nth], row)),
  ]),
];

type Path = FieldProblem["path"];

const inTable = (
  { inputs }: ModelDefinition,
  path: Path,
  table: string,
  check: (input: InputDefinition) => readonly FieldProblem[],
): readonly FieldProblem[] => {
  const input = inputs.find((of) => of.table === table);
  if (input !== undefined) return check(input);
  const known = inputs.map((of) => of.table).join(", ");
  return [{ path, problem: `is no table of the model: write one of ${known}` }];
};

/** The columns of the table that `features.sql` reads: people are pseudonyms there. */
const readColumns = (input: InputDefinition): ReadonlyMap<string, Column> => {
  const pseudonym: Column = { type: "text", optional: true };
  return new Map(
    inputColumns(input).map(({ name }) => [name, input.columns[name] ?? pseudonym] as const),
  );
};

const checkRow = (input: InputDefinition, path: Path, row: Row): readonly FieldProblem[] => {
  const columns = readColumns(input);
  return Object.entries(row).flatMap(([name, value]) => {
    const column = columns.get(name);
    const problem =
      column === undefined
        ? `is no column of ${input.table}: write one of ${[...columns.keys()].join(", ")}`
        : valueProblem(column, value);
    return problem === undefined ? [] : [{ path: [...path, name], problem }];
  });
};

const lacking = (input: InputDefinition, path: Path, row: Row): readonly FieldProblem[] =>
  [...readColumns(input)]
    .filter(([name, { optional, absent }]) => !(name in row) && !optional && absent === undefined)
    .map(([name]) => ({
      path,
      problem: `lacks ${name}, which is not optional: write it, here or under defaults`,
    }));

const checkExpected = (model: ModelDefinition, path: Path, row: Row): readonly FieldProblem[] => {
  const keys = keyColumns(model);
  const known = [...keys, "label", ...model.features.map(({ name }) => name)];
  const problems: FieldProblem[] = Object.keys(row)
    .filter((name) => !known.includes(name))
    .map((name) => ({
      path: [...path, name],
      problem: `is no feature: write one of ${known.join(", ")}`,
    }));
  if (!keys.some((name) => row[name] !== undefined))
    problems.push({ path, problem: `names no observation: write one of ${keys.join(", ")}` });
  return problems;
};
