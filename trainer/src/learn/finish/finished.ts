import type { ScoringModel } from "../../estimators/estimator.js";
import type { FittedModel } from "../fit.js";
import type { Finish } from "./finish.js";

/** A fitted model with its finish. */
export const finished = (fitted: FittedModel, finish: Finish): FittedModel => {
  const { calibration, scale } = finish;
  return {
    ...fitted,
    ...finish,
    modelJson:
      calibration === undefined
        ? fitted.modelJson
        : { ...(fitted.modelJson as object), calibration },
    description: { ...fitted.description, ...(scale === undefined ? {} : { scale }) },
  };
};

/** A fitted model as it would answer without its calibration; undefined where it has none. */
export const uncalibrated = (fitted: FittedModel): ScoringModel | undefined => {
  if (fitted.calibration === undefined) return undefined;
  const { calibration: _, ...modelJson } = fitted.modelJson as Record<string, unknown>;
  return { description: fitted.description, modelJson };
};
