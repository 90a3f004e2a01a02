import { z } from "zod";

import { fields, list, share, text } from "../fields.js";
import { classWeights, target } from "../shared-options.js";

/** The fields of the options of gradient boosting in `model.yaml`. */
export const boostingFields = {
  target,
  rounds: z.int().min(1).describe("Trees that are added one after the other, at most."),
  learningRate: z.number().gt(0).max(1).describe("Share of what a tree says that is added."),
  maxLeaves: z.int().min(2).max(1024).describe("Leaves of a tree, at most."),
  maxDepth: z.int().min(1).optional().describe("Splits from the root to a leaf, at most."),
  minLeaf: z.int().min(1).describe("Rows that a leaf has at least."),
  l2: z.number().min(0).describe("Penalty of ½ · l2 · v² on every leaf's answer."),
  bins: z.int().min(2).max(255).describe("Values that a feature is told apart by, at most."),
  classWeights,
  earlyStopping: fields({
    heldOut: share().describe("Share of the entities whose rows are held out."),
    patience: z.int().min(1).describe("Rounds in a row that may pass without a better loss."),
    seed: z.int().optional().describe("Draws the entities. Default: 0."),
  })
    .optional()
    .describe("Stops when the loss on held-out rows no longer falls. Default: after all rounds."),
  categorical: list(text())
    .optional()
    .describe("Features whose values have no order; each declares its values."),
  monotone: z
    .record(text(), z.enum(["increasing", "decreasing"]))
    .optional()
    .describe("Features that may move the answer one way only."),
};
