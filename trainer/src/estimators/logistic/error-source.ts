import type { LogisticOptions } from "./logistic.js";
import type { Units } from "./units.js";

/**
 * Where standard errors come from: the curvature of the likelihood, which takes observations as independent and the model as
 * right, or the spread of the scores of observations, or of those of entities.
 */
export type ErrorSource = "curvature" | "observations" | "entities";

/** With weights the curvature says nothing about the spread; nor does it where observations of an entity are alike. */
export const errorSource = (
  { classWeights }: Pick<LogisticOptions, "classWeights">,
  { of }: Units,
): ErrorSource => (classWeights === "none" && of === "observations" ? "curvature" : of);
