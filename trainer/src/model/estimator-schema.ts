import { z } from "zod";

import { fields, kinds, list, share, text } from "./fields.js";

const classWeights = z.enum(["none", "balanced"]);
const ridge = z.number().min(0).describe("Penalty of ½ · ridge · w² on every standardised weight.");
const target = z.literal("log").optional().describe("Learns the logarithm of the label.");

/** An estimator and its options, as a model's definition writes them; {@link EstimatorOptions} says what each means. */
export const EstimatorSchema = kinds("kind", [
  fields({ kind: z.literal("logistic"), ridge, classWeights }),
  fields({ kind: z.literal("linear"), ridge, target }),
  fields({
    kind: z.literal("forest"),
    target,
    trees: z.int().min(1),
    maxDepth: z.int().min(1).optional().describe("Splits from the root to a leaf, at most."),
    minLeaf: z.int().min(1).describe("Different rows that a leaf has at least."),
    maxFeatures: z
      .union([z.int().min(1), z.enum(["sqrt", "third", "all"])], {
        error: "must be a whole number from 1 on, sqrt, third or all",
      })
      .describe("Features tried for each split."),
    sample: z.number().gt(0).max(1).describe("Rows drawn for each tree, as a share of all."),
    bins: z.int().min(2).max(255).describe("Values that a feature is told apart by, at most."),
    classWeights,
    seed: z.int(),
  }),
  fields({
    kind: z.literal("boosting"),
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
      .describe("Stops when rows that are held out say so. Default: after all rounds."),
    categorical: list(text())
      .optional()
      .describe("Features whose values have no order; each declares its values."),
    monotone: z
      .record(text(), z.enum(["increasing", "decreasing"]))
      .optional()
      .describe("Features that may move the answer one way only."),
  }),
]);
