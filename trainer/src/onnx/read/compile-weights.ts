import type { GivenFeature, GivenWeights, WeightedSum } from "./meaning.js";
import { refuse } from "./not-compiled.js";
import { categoryValues } from "./tree-arrays.js";

/** Weighted sums in the form of a `model.json`. */
export interface CompiledWeights {
  /** For each output its intercept, and then the weights of each feature: one, or one for each value of a category. */
  readonly weights: readonly (readonly number[])[];
  /** By feature; undefined where a missing value is not filled. */
  readonly fills: readonly (number | undefined)[];
}

/** Writes out weighted sums. @throws NotCompiled where a weight is not finite */
export const compileWeights = (
  { sums, taken }: GivenWeights,
  features: readonly GivenFeature[],
): CompiledWeights => ({
  weights: sums.map((sum) => weightsOf(sum, features)),
  fills: features.map((_, i) => taken[i]?.fill),
});

const weightsOf = (
  { intercept, terms }: WeightedSum,
  features: readonly GivenFeature[],
): readonly number[] => {
  const weights = features.flatMap((feature, i) => {
    const term = terms[i]!;
    if (feature.type !== "category") {
      if (typeof term !== "number") return refuse(`takes the number ${feature.name} as a category`);
      return [term];
    }
    const of = typeof term === "number" ? () => term : term;
    // A missing value without a weight of its own has that of nothing.
    return categoryValues(feature).map((value) => {
      const weight = of(value);
      return Number.isNaN(value.code) && Number.isNaN(weight) ? 0 : weight;
    });
  });
  if (![intercept, ...weights].every(Number.isFinite)) refuse("has weights that are not finite");
  return [intercept, ...weights];
};
