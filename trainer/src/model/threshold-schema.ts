import { z } from "zod";

import { fields, kinds, share } from "../estimators/fields.js";

/** How a threshold is chosen, as a model's definition says it; `ThresholdPolicy` says what each field means. */
export const ThresholdSchema = z
  .union(
    [
      kinds("policy", [
        fields({ policy: z.literal("best_f1") }),
        fields({
          policy: z.literal("cost"),
          falseAlarm: z.number().gt(0).describe("What a false alarm costs."),
          miss: z.number().gt(0).describe("What a miss costs, in the same unit."),
        }),
        fields({ policy: z.literal("flagged"), share: share() }),
        fields({ policy: z.literal("precision"), least: share() }),
        fields({ policy: z.literal("recall"), least: share() }),
      ]),
      fields({ value: share() }),
    ],
    {
      error:
        "must be one of { policy: best_f1 }, { policy: cost, falseAlarm: 1, miss: 5 }, { policy: flagged, share: 0.1 }, { policy: precision, least: 0.8 }, { policy: recall, least: 0.8 } and { value: 0.5 }",
    },
  )
  .describe(
    "From which score on two classes are answered with the last one. Default: the best F1, which counts a false alarm like a miss; where their costs are known, cost says better what a threshold is for.",
  );
