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
