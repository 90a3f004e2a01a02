import type { KeyColumn } from "@despliega/storage";

import type { ReturnedColumn } from "../../engine/description.js";
import type { FieldProblem } from "../explain.js";
import type { FeatureDefinition } from "../feature.js";
import type { ModelDefinition } from "../model.js";
import type { Position } from "../yaml-text.js";
import { statementColumns } from "../statement-contract.js";

/** Problems of a statement: at a place in it, or with a field of the definition. */
export interface StatementProblems {
  readonly statement: readonly { readonly at?: Position; readonly problem: string }[];
  readonly fields: readonly FieldProblem[];
  /** Columns that are returned and not used, which is no mistake. */
  readonly unused: readonly string[];
}

/** Compares the columns that a statement returns with the definition. */
export const compareReturned = (
  model: ModelDefinition,
  columns: readonly ReturnedColumn[],
): StatementProblems => {
  const { features } = model;
  const wanted = statementColumns(model.columns);
  const returned = new Map(columns.map((column) => [column.name, column]));
  const statement: { problem: string }[] = [];
  const twice = columns.find(({ name }, at) => columns.findIndex((of) => of.name === name) < at);
  if (twice !== undefined)
    statement.push({ problem: `returns the column ${twice.name} twice: leave one of them` });
  const declared = new Set([...wanted, ...features.map(({ name }) => name)]);
  const unused: string[] = [];
  for (const name of returned.keys()) {
    if (declared.has(name)) continue;
    const nearly = [...declared].find((of) => isNearly(of, name));
    if (nearly === undefined) unused.push(name);
    else
      statement.push({
        problem: `returns ${name}, which is written ${nearly} in model.yaml: write it alike`,
      });
  }
  for (const name of wanted) {
    const column = returned.get(name);
    if (column === undefined)
      statement.push({ problem: `does not return ${name}: add … AS ${name}` });
    else statement.push(...checkKey(model, name, column));
  }
  const fields = features.flatMap((feature, at) => {
    const problem = checkReturned(feature, returned.get(feature.name));
    return problem === undefined ? [] : [{ path: ["features", at, "name"], problem }];
  });
  return { statement, fields, unused };
};

const isNearly = (a: string, b: string): boolean =>
  a.normalize("NFC").toLowerCase() === b.normalize("NFC").toLowerCase();

const isNumber = ({ kind }: ReturnedColumn): boolean => kind === "integer" || kind === "number";

const checkKey = (
  model: ModelDefinition,
  name: string,
  returned: ReturnedColumn,
): readonly { problem: string }[] => {
  const { task, split, serving, columns } = model;
  const { type, kind } = returned;
  const refuse = (problem: string) => [{ problem: `returns ${name} as ${type}, ${problem}` }];
  if (name === "label") {
    if (isNumber(returned)) return [];
    return task === "regression"
      ? refuse(`which is no number: write ${columns.label} as a number`)
      : checkClassLabel(model, kind).flatMap(refuse);
  }
  if (name === "observed_at") {
    // The engine calls a bare NULL an integer.
    if (kind === "day" || (split.by === "chance" && kind === "integer")) return [];
    return refuse("which is no day: write (…)::DATE AS observed_at");
  }
  const key = serving.by === "key" ? keyOfColumn(serving.keys, name) : undefined;
  if (key?.type === "integer" && kind !== "integer")
    return refuse(`and keys of requests are whole numbers: write (…)::BIGINT AS ${name}`);
  if (key?.type === "text" && kind !== "text")
    return refuse(
      kind === "integer"
        ? "and keys of requests are text: read its column with type: text, which keeps leading zeros"
        : `and keys of requests are text: write (…)::TEXT AS ${name}`,
    );
  return isNumber(returned) || kind === "text" || kind === "day"
    ? []
    : refuse("which is no key: write a number, text or a day");
};

/** The key that a column of the statement gives. */
const keyOfColumn = (keys: readonly KeyColumn[], name: string): KeyColumn | undefined =>
  keys.length > 1 ? keys.find((key) => key.name === name) : name === "entity" ? keys[0] : undefined;

const checkClassLabel = (
  { words, classes, privacy }: ModelDefinition,
  kind: ReturnedColumn["kind"],
): readonly string[] => {
  if (kind === "boolean") return [];
  if (kind !== "text") return ["which is no class: write text, true or false, or a whole number"];
  if (classes !== undefined) return [];
  if (privacy === "sensitive")
    return ["and a model about people lists its classes: write classes in model.yaml"];
  if (!("positive" in words)) return [];
  return ["and words do not say which one is positive: write classes in model.yaml, that one last"];
};

const checkReturned = (
  { name, type: declared }: FeatureDefinition,
  returned: ReturnedColumn | undefined,
): string | undefined => {
  if (returned === undefined)
    return `${name} is not returned by features.sql: add … AS ${name}, or drop the feature`;
  const { type, kind } = returned;
  const returnedAs = (problem: string): string =>
    `${name} is returned by features.sql as ${type}, ${problem}`;
  if (declared === "category")
    return kind === "text"
      ? undefined
      : returnedAs(`which is no text: write (…)::TEXT AS ${name}, or another type`);
  if (declared === "boolean")
    return kind === "boolean" || kind === "integer"
      ? undefined
      : returnedAs(`which is no boolean: write a condition, as with (… = 'yes') AS ${name}`);
  return isNumber(returned) ? undefined : returnedAs(`which is no number: ${cureOf(name, kind)}`);
};

const cureOf = (name: string, kind: ReturnedColumn["kind"]): string => {
  if (kind === "boolean") return "write type: boolean in model.yaml";
  if (kind === "day")
    return `write a number of days or years, as with datediff('day', …, …) AS ${name}`;
  return kind === "text"
    ? "write type: category in model.yaml, or a number"
    : `write a number, as with CASE … WHEN … THEN 1 ELSE 0 END AS ${name}`;
};
