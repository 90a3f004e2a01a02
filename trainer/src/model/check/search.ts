import { EstimatorSchema } from "../estimator-schema.js";
import type { EstimatorOptions } from "../../estimators/registry.js";
import type { SearchSpace, Values } from "../search-space.js";
import { explain, wordsOf, type FieldProblem } from "../explain.js";
import type { ModelDefinition } from "../model.js";
import { checkOptions } from "./estimators.js";

/** All values that a search may draw must be options that an estimator takes. */
export const checkSearch = (model: ModelDefinition): readonly FieldProblem[] => {
  const { search = [], crossValidation } = model;
  const problems: FieldProblem[] = search.flatMap((space, at) =>
    checkSpace(model, space).map(({ path, problem }) => ({
      path: ["search", at, ...path],
      problem,
    })),
  );
  if (search.length > 0 && crossValidation === undefined)
    problems.push({
      path: ["search"],
      problem: "compares by cross-validation: write crossValidation, or leave it out",
    });
  return problems;
};

const checkSpace = (
  model: ModelDefinition,
  { options, vary }: SearchSpace,
): readonly FieldProblem[] => [
  ...checkOptions(model, options).map(({ path, problem }) => ({
    path: ["options", ...path],
    problem,
  })),
  ...(Object.keys(vary).length === 0 ? [{ path: ["vary"], problem: "must name an option" }] : []),
  ...Object.entries(vary).flatMap(([name, values]) => {
    const wrong = checkRange(values);
    if (wrong !== undefined) return [{ path: ["vary", name], problem: wrong }];
    if (name === "kind")
      return [{ path: ["vary", name], problem: "cannot vary: write another space for it" }];
    const problem = ends(values)
      .map((value) => optionProblem(model, options, name, value))
      .find((found) => found !== undefined);
    return problem === undefined ? [] : [{ path: ["vary", name], problem }];
  }),
];

const ends = (values: Values): readonly (number | string)[] =>
  "oneOf" in values ? values.oneOf : [values.from, values.to];

const checkRange = (values: Values): string | undefined => {
  if ("oneOf" in values) return undefined;
  const { from, to, logarithmic = false, whole = false } = values;
  if (from >= to) return `goes from ${from} to ${to}: from must be below to`;
  if (whole && !(Number.isInteger(from) && Number.isInteger(to)))
    return "is whole, so from and to must be whole numbers";
  if (logarithmic && from <= (whole ? 0.5 : 0))
    return `is logarithmic, so from must be ${whole ? "at least 1" : "above 0"}`;
  return undefined;
};

const optionProblem = (
  model: ModelDefinition,
  options: EstimatorOptions,
  name: string,
  value: number | string,
): string | undefined => {
  const parsed = EstimatorSchema.safeParse({ ...options, [name]: value }, { error: wordsOf });
  if (!parsed.success) return explain(parsed.error)[0]!.problem;
  return checkOptions(model, parsed.data as EstimatorOptions)[0]?.problem;
};
