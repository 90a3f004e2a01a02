import { isName, NAME_RULE } from "@despliega/storage";

import type { Column } from "../columns.js";
import type { FieldProblem } from "../explain.js";
import type { InputDefinition, ModelDefinition } from "../model.js";
import { checkDatabaseFormat, checkFormat } from "./input-format.js";
import { repeated } from "./repeated.js";

/** Inputs must have different names, and their columns must accept some value. */
export const checkInputs = ({ inputs, privacy }: ModelDefinition): readonly FieldProblem[] => [
  ...repeated(inputs.map(({ dataset }) => dataset)).map((at) => ({
    path: ["inputs", at, "dataset"],
    problem: `${inputs[at]!.dataset} is a data set before it: name another`,
  })),
  ...repeated(inputs.map(({ table }) => table)).map((at) => ({
    path: ["inputs", at, "table"],
    problem: `${inputs[at]!.table} is a table before it: name another`,
  })),
  ...inputs.flatMap((input, at) =>
    checkInput(input, privacy).map(({ path, problem }) => ({
      path: ["inputs", at, ...path],
      problem,
    })),
  ),
];

const checkInput = (
  { table, columns, input = {}, time, source }: InputDefinition,
  privacy: ModelDefinition["privacy"],
): readonly FieldProblem[] => {
  const names = Object.keys(columns);
  const problems: FieldProblem[] = [];
  if (!isName(table)) problems.push({ path: ["table"], problem: `must be ${NAME_RULE}` });
  if (names.length === 0) problems.push({ path: ["columns"], problem: "must name a column" });
  for (const at of repeated(names))
    problems.push({
      path: ["columns", names[at]!],
      problem: "differs from a column before it in its case only: SQL takes them for one",
    });
  if (time !== undefined) problems.push(...checkTime(columns[time], time));
  for (const [name, column] of Object.entries(columns))
    for (const { path, problem } of checkColumn(column, privacy))
      problems.push({ path: ["columns", name, ...path], problem });
  const isDatabase = source !== undefined && "database" in source;
  for (const { path, problem } of isDatabase ? checkDatabaseFormat(input) : checkFormat(input))
    problems.push({ path: ["input", ...path], problem });
  problems.push(...checkPeople(columns));
  return problems;
};

const checkTime = (column: Column | undefined, time: string): readonly FieldProblem[] => {
  if (column === undefined)
    return [{ path: ["time"], problem: `${time} is no column of this input: write one of them` }];
  if (column.type !== "date" && column.type !== "timestamp")
    return [
      {
        path: ["time"],
        problem: `${time} is no day: declare the column with type: date or type: timestamp`,
      },
    ];
  return [];
};

const checkColumn = (
  column: Column,
  privacy: ModelDefinition["privacy"],
): readonly FieldProblem[] => {
  if (column.type === "boolean") return [];
  if (column.type !== "text") {
    const { min, max } = column;
    return min !== undefined && max !== undefined && min > max
      ? [{ path: ["max"], problem: `${max} is below min: no value fits` }]
      : [];
  }
  if (column.person === undefined)
    return new Set(column.values).size < (column.values ?? []).length
      ? [{ path: ["values"], problem: "names a value twice" }]
      : [];
  const { values, maxLength } = column as { values?: unknown; maxLength?: unknown };
  const problems: FieldProblem[] = [];
  if (values !== undefined || maxLength !== undefined)
    problems.push({
      path: [values === undefined ? "maxLength" : "values"],
      problem: "is not for a column that says who a person is: leave it out",
    });
  if (privacy === "open")
    problems.push({
      path: ["person"],
      problem: "makes the model one about people: write privacy: sensitive, or drop the column",
    });
  return problems;
};

const checkPeople = (columns: InputDefinition["columns"]): readonly FieldProblem[] => {
  const people = Object.entries(columns).flatMap(([name, column]) =>
    column.type === "text" && column.person !== undefined ? [{ name, person: column.person }] : [],
  );
  const problems: FieldProblem[] = repeated(people.map(({ person }) => person)).map((at) => ({
    path: ["columns", people[at]!.name, "person"],
    problem: `${people[at]!.person} is a second one in this table: there is one at most`,
  }));
  if (people.some(({ person }) => person === "identifier"))
    for (const name of Object.keys(columns))
      if (name.toLowerCase() === "pseudonym" && !people.some((of) => of.name === name))
        problems.push({
          path: ["columns", name],
          problem: "is what the identifier becomes: call the column otherwise",
        });
  return problems;
};
