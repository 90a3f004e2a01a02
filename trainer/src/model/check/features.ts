import {
  FEATURES_FIELDS,
  isName,
  isStored,
  KEY_FIELD,
  MAX_FEATURES,
  NAME_RULE,
} from "@despliega/storage";

import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";
import { OBSERVATION_COLUMNS } from "../statement-contract.js";
import { checkFeature } from "./feature.js";
import { isSame, repeated } from "./repeated.js";

/** Names of features must differ from each other and from all other names in tables and answers. */
export const checkFeatures = (model: ModelDefinition): readonly FieldProblem[] => {
  const { features, columns } = model;
  const names = features.map(({ name }) => name);
  const beside = namesBeside(model);
  const problems: FieldProblem[] = repeated(names).map((at) => ({
    path: ["features", at, "name"],
    problem: `${names[at]} is a feature before it: drop one of them`,
  }));
  if (features.length > MAX_FEATURES)
    problems.push({ path: ["features"], problem: `must be at most ${MAX_FEATURES}` });
  features.forEach((feature, at) => {
    const { name } = feature;
    if (!isName(name))
      problems.push({ path: ["features", at, "name"], problem: `must be ${NAME_RULE}` });
    for (const [other, what] of beside)
      if (isSame(name, other))
        problems.push({
          path: ["features", at, "name"],
          problem: `${name} is ${what}: call the feature otherwise`,
        });
    if (!isStored(feature))
      for (const problem of requestProblems(model, name))
        problems.push({ path: ["features", at, "from"], problem });
    for (const { path, problem } of checkFeature(feature, model.privacy))
      problems.push({ path: ["features", at, ...path], problem });
  });
  return [...problems, ...checkNames(columns)];
};

/** A feature comes with the request of a model by key only, beside others and beside the field of the key. */
const requestProblems = (
  { serving, features }: ModelDefinition,
  name: string,
): readonly string[] => [
  ...(serving.by === "row"
    ? ["is for a model that is asked by key: leave it out, since every feature comes with a row"]
    : []),
  ...(serving.by === "key" && !features.some(isStored)
    ? ["leaves nothing for the release to hold: write by: row in serving, and drop from"]
    : []),
  ...(name === KEY_FIELD
    ? [
        `is for a feature of another name: ${KEY_FIELD} is the field of a request that holds the key`,
      ]
    : []),
];

/** Names of columns in the released tables must be names, and each one's own. */
const checkNames = ({
  observation,
  entity,
  label,
}: ModelDefinition["columns"]): readonly FieldProblem[] => {
  const named = [
    { path: ["columns", "observation"], name: observation },
    ...(typeof entity === "string"
      ? [{ path: ["columns", "entity"], name: entity }]
      : entity.map((name, at) => ({ path: ["columns", "entity", at], name }))),
    { path: ["columns", "label"], name: label },
  ];
  const problems: FieldProblem[] = named.flatMap(({ path, name }) =>
    isName(name) ? [] : [{ path, problem: `must be ${NAME_RULE}` }],
  );
  const tableNames = [...named.map(({ name }) => name), "observed_at"];
  for (const at of repeated(tableNames))
    problems.push({
      path: named[at]?.path ?? ["columns", "label"],
      problem: `${tableNames[at]} is a name of the table twice: call one otherwise`,
    });
  if (typeof entity !== "string")
    for (const [at, name] of entity.entries())
      if (OBSERVATION_COLUMNS.some((of) => isSame(of, name)))
        problems.push({
          path: ["columns", "entity", at],
          problem: `${name} is a column of every observation: call it otherwise`,
        });
  return problems;
};

/** Names that no feature may have, with what each is. */
const namesBeside = ({ columns, serving }: ModelDefinition): ReadonlyMap<string, string> =>
  new Map([
    ...OBSERVATION_COLUMNS.map((name) => [name, "a column that features.sql returns"] as const),
    ...FEATURES_FIELDS.map((name) => [name, "a field of answers"] as const),
    ...Object.values(columns)
      .flat()
      .map((name) => [name, "a name of columns"] as const),
    ...(serving.by === "key"
      ? serving.keys.map(({ name }) => [name, "the name of a key"] as const)
      : serving.subject === undefined
        ? []
        : [[serving.subject.name, "the field that says whom a row is about"] as const]),
  ]);
