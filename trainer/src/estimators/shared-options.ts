import { z } from "zod";

import type { OptionProblem, TrainingData } from "./estimator.js";

/** Weights of the classes. */
export const classWeights = z
  .enum(["none", "balanced"])
  .optional()
  .describe(
    "Balanced learns as if the classes were equally frequent, and is calibrated after. Default: none. A threshold by cost says better what an error costs.",
  );

export const ridge = z
  .number()
  .min(0)
  .describe("Penalty of ½ · ridge · w² on every standardised weight.");

export const target = z.literal("log").optional().describe("Learns the logarithm of the label.");

/** Problems of options that only one task has. */
export const checkTaskOptions = (
  options: { readonly target?: "log"; readonly classWeights?: "none" | "balanced" },
  { task }: Pick<TrainingData, "task">,
): readonly OptionProblem[] => [
  ...(options.target !== undefined && task === "classification"
    ? [{ path: ["target"], problem: "log is for a regression: leave it out" }]
    : []),
  ...(options.classWeights === "balanced" && task === "regression"
    ? [{ path: ["classWeights"], problem: "must be none: a regression has no classes" }]
    : []),
];
