import { MAX_CATEGORIES } from "@despliega/storage";

import type { FieldProblem } from "../explain.js";
import type { CategoryFeature, FeatureDefinition, NumberFeature } from "../feature.js";
import type { ModelDefinition } from "../model.js";

/** The fields of a feature must fit each other, and the privacy of the model. */
export const checkFeature = (
  feature: FeatureDefinition,
  privacy: ModelDefinition["privacy"],
): readonly FieldProblem[] => {
  if (feature.type === "boolean") return [];
  if (new Set<unknown>(feature.values).size < (feature.values?.length ?? 0))
    return [{ path: ["values"], problem: "names a value twice: leave one of them" }];
  return feature.type === "category" ? checkCategory(feature, privacy) : checkNumber(feature);
};

const checkCategory = (
  { values }: CategoryFeature,
  privacy: ModelDefinition["privacy"],
): readonly FieldProblem[] => {
  if (values === undefined && privacy === "sensitive")
    return [
      {
        path: ["type"],
        problem: "category would show what single people have: list the categories in values",
      },
    ];
  return values !== undefined && values.length > MAX_CATEGORIES
    ? [{ path: ["values"], problem: `must be at most ${MAX_CATEGORIES}` }]
    : [];
};

const checkNumber = ({ type, values, bounds }: NumberFeature): readonly FieldProblem[] => {
  const problems: FieldProblem[] = [];
  const whole = (numbers: readonly (number | undefined)[]): boolean =>
    type === "number" ||
    numbers.every((number) => number === undefined || Number.isInteger(number));
  if (!whole(values ?? []))
    problems.push({ path: ["values"], problem: "must be whole numbers, or the type number" });
  if (bounds === undefined) return problems;
  const { min, max } = bounds;
  const refuse = (problem: string) => problems.push({ path: ["bounds"], problem });
  if (values !== undefined) refuse("are for a feature without values: leave one of them");
  if (min === undefined && max === undefined) refuse("must have min, max or both");
  if (min !== undefined && max !== undefined && min > max)
    refuse(`go from ${min} to ${max}: no value fits`);
  if (!whole([min, max])) refuse("must be whole numbers, or the type number");
  return problems;
};
