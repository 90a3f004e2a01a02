import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { riesgoWithoutPoints } from "../../support/models.js";
import { LINEAR, LOGISTIC } from "./estimators.js";
import { FEATURES } from "./observations.js";

/** A model of the observations that `makeObservations` makes, split by chance; only its inputs and its SQL are another's. */
export const modelOf = (
  task: ModelDefinition["task"],
  rest: Partial<Omit<ModelDefinition, "task" | "words">> = {},
): ModelDefinition => {
  const { threshold: _, ...plain } = riesgoWithoutPoints;
  const both = {
    ...plain,
    features: FEATURES,
    split: { by: "chance", testShare: 0.2 } as const,
    estimators: [task === "regression" ? LINEAR : LOGISTIC] as const,
    ...rest,
  };
  const observations = "days";
  return task === "regression"
    ? { ...both, task, words: { observations, target: "amount", unit: "kg" } }
    : { ...both, task, words: { observations, positive: "are wet", negative: "are dry" } };
};
