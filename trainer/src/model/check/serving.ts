import { ANSWER_FIELDS, isName, isOwnPath, NAME_RULE } from "@despliega/storage";

import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** Serving must fit the privacy of the model, and its paths must not hide other paths of the api. */
export const checkServing = ({ serving, privacy }: ModelDefinition): readonly FieldProblem[] => {
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
  if (serving.by === "key") problems.push(...checkPaths(serving));
  return problems;
};

const checkPaths = ({
  entity,
  paths,
}: Extract<ModelDefinition["serving"], { readonly by: "key" }>): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  if (!isName(entity.name))
    problems.push({ path: ["serving", "entity", "name"], problem: `must be ${NAME_RULE}` });
  for (const [name, path] of Object.entries(paths)) {
    const steps = path.split("/").slice(1);
    if (steps.filter((step) => step === ":id").length !== 1)
      problems.push({
        path: ["serving", "paths", name],
        problem: "must hold :id once, in the place of the key",
      });
    if (!isOwnPath(path))
      problems.push({
        path: ["serving", "paths", name],
        problem: `begins with /${steps[0]!}, where the api has urls of its own: begin otherwise`,
      });
  }
  if (paths.features === paths.prediction)
    problems.push({
      path: ["serving", "paths", "prediction"],
      problem: "is the path of the features too: write another",
    });
  return problems;
};
