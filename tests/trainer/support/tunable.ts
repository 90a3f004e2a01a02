import type { ModelDefinition } from "@despliega/trainer/model/model.js";

import { riesgoWithoutPoints } from "../../support/models.js";
import { FOREST, LOGISTIC } from "./estimators.js";

/** `riesgo` that may be tuned: a logistic regression by its ridge, and a small forest by its leaves. */
export const tunable: ModelDefinition = {
  ...riesgoWithoutPoints,
  estimators: [LOGISTIC, FOREST],
  crossValidation: { folds: 3, metric: "roc_auc" },
  search: [
    { options: LOGISTIC, vary: { ridge: { from: 0.01, to: 1e4, logarithmic: true } } },
    {
      options: { ...FOREST, trees: 5 },
      vary: {
        minLeaf: { from: 10, to: 500, logarithmic: true, whole: true },
        maxFeatures: { oneOf: ["sqrt", "all"] },
      },
    },
  ],
};
