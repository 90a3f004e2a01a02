import { codesOf } from "@despliega/storage";

import type { TrainingFeature } from "./estimator.js";

/** The values that the column of a category may have; undefined for a feature whose values have an order. */
export const categoryCodes = (feature: TrainingFeature): readonly number[] | undefined =>
  feature.type === "category" ? [...Array(codesOf(feature)).keys()] : undefined;
