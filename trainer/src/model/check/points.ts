import type { FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";

/** Points are log-odds, which only an unweighted logistic regression of two classes adds up as they are. */
export const checkPoints = ({
  task,
  classes,
  estimators,
  search,
  points,
}: ModelDefinition): readonly FieldProblem[] => {
  const refuse = (problem: string): readonly FieldProblem[] => [{ path: ["points"], problem }];
  if (points === undefined) return [];
  if (task === "regression") return refuse("are for a classification: leave them out");
  if (classes !== undefined && classes.length > 2)
    return refuse(`are for two classes, and there are ${classes.length}: leave them out`);
  const spaces = search ?? [];
  const options = [...estimators, ...spaces.map((space) => space.options)];
  const other = options.find(({ kind }) => kind !== "logistic");
  if (other !== undefined)
    return refuse(`are for kind: logistic alone, and there is ${other.kind}: leave one out`);
  const weighted =
    options.some((each) => "classWeights" in each && each.classWeights === "balanced") ||
    spaces.some(({ vary }) => "classWeights" in vary);
  return weighted ? refuse("are for classes without weights: write classWeights: none") : [];
};
