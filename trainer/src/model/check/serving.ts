import {
  ANSWER_FIELDS,
  isName,
  isOwnPath,
  keysIn,
  NAME_RULE,
  namesInPaths,
} from "@despliega/storage";

import type { FieldProblem } from "../explain.js";
import { keyOf } from "../key-of.js";
import type { ModelDefinition } from "../model.js";
import { checkPublish } from "./publish.js";
import { repeated } from "./repeated.js";

type ByKeyDefinition = Extract<ModelDefinition["serving"], { readonly by: "key" }>;

/** Serving must fit the privacy of the model, and its paths must not hide other paths of the api. */
export const checkServing = (model: ModelDefinition): readonly FieldProblem[] => {
  const { serving, privacy } = model;
  const problems: FieldProblem[] = [];
  const { answer } = serving;
  if (!isName(answer))
    problems.push({ path: ["serving", "answer"], problem: `must be ${NAME_RULE}` });
  if (ANSWER_FIELDS.includes(answer))
    problems.push({
      path: ["serving", "answer"],
      problem: `${answer} is a field of every answer: call it otherwise`,
    });
  const subject = serving.by === "row" ? serving.subject : undefined;
  if (privacy === "sensitive" && subject === undefined)
    problems.push({
      path: ["serving"],
      problem: "of a sensitive model needs by: row and a subject, which says who may ask",
    });
  if (privacy === "open" && subject !== undefined)
    problems.push({
      path: ["serving", "subject"],
      problem: "is for a model about people: write privacy: sensitive, or leave it out",
    });
  if (subject !== undefined && !isName(subject.name))
    problems.push({ path: ["serving", "subject", "name"], problem: `must be ${NAME_RULE}` });
  if (serving.by === "key")
    problems.push(
      ...checkKeys(serving, model.columns),
      ...checkPaths(serving),
      ...checkPublish(model, serving),
    );
  return problems;
};

/** Keys are the columns of the entity, and each has a name of its own. */
const checkKeys = (
  { keys, example }: ByKeyDefinition,
  { entity }: ModelDefinition["columns"],
): readonly FieldProblem[] => {
  const names = keys.map(({ name }) => name);
  const problems: FieldProblem[] = names.flatMap((name, at) =>
    isName(name)
      ? []
      : [{ path: ["serving", "keys", at, "name"], problem: `must be ${NAME_RULE}` }],
  );
  for (const at of repeated(names))
    problems.push({
      path: ["serving", "keys", at, "name"],
      problem: `${names[at]} is a key before it: drop one of them`,
    });
  const several = typeof entity === "string" ? undefined : entity.join();
  if (names.length > 1 ? several !== names.join() : several !== undefined)
    problems.push({
      path: ["columns", "entity"],
      problem:
        names.length > 1
          ? `must be the keys of serving, in their order: [${names.join(", ")}]`
          : "must be one name, as serving has one key",
    });
  if (example !== undefined && keyOf(keys, example) === undefined)
    problems.push({
      path: ["serving", "example"],
      problem:
        names.length > 1
          ? `must hold a value for each of ${names.join(", ")}, of its type`
          : `must be ${keys[0]!.type === "integer" ? "a whole number" : "a text in quotes"}`,
    });
  return problems;
};

const checkPaths = (serving: ByKeyDefinition): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const { paths, ask } = serving;
  const wanted = namesInPaths(serving);
  for (const [name, path] of Object.entries(paths)) {
    if (keysIn(path).join("/") !== wanted.join("/"))
      problems.push({
        path: ["serving", "paths", name],
        problem:
          ask === "body"
            ? "must hold no key, which is in the body"
            : `must hold ${wanted.map((key) => `:${key}`).join(" and then ")}, once each`,
      });
    if (!isOwnPath(path))
      problems.push({
        path: ["serving", "paths", name],
        problem: `begins with /${path.split("/")[1]!}, where the api has urls of its own: begin otherwise`,
      });
  }
  if (paths.features === paths.prediction)
    problems.push({
      path: ["serving", "paths", "prediction"],
      problem: "is the path of the features too: write another",
    });
  return problems;
};
