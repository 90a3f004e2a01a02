import { z } from "zod";

import { fields, kinds } from "./fields.js";

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
]);
