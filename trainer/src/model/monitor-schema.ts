import { z } from "zod";

import { fields, list, text } from "../estimators/fields.js";
import { DURATION } from "./duration.js";

const days = () =>
  text()
    .regex(DURATION, { error: "must be a duration such as 90d" })
    .refine((duration) => duration.endsWith("d"), { error: "must be in whole days, such as 90d" });

/** What `despliega monitor` takes for a large effect, and how long it waits for outcomes. */
export const MonitorSchema = fields({
  psi: z
    .number()
    .gt(0)
    .optional()
    .describe(
      "The population stability index from which on a feature or a score drifted. Default: 0.25.",
    ),
  features: z
    .record(text(), fields({ psi: z.number().gt(0) }))
    .optional()
    .describe("Other indexes, by feature."),
  least: z
    .int()
    .min(50)
    .optional()
    .describe("Fewest answers that are compared; one for each key. Default: 200."),
  fault: z
    .number()
    .gt(0)
    .max(1)
    .optional()
    .describe(
      "How much more of one day's values than usual must be missing, far out of range (beyond the range of training by more than its width) or unknown for a fault in the data. Default: 0.3.",
    ),
  maturity: days()
    .optional()
    .describe("How old an answer is when its outcome is surely known. Default: 0 days."),
  outcomes: days()
    .optional()
    .describe("The span of answers that performance is measured on. Default: that of --since."),
  loss: z
    .number()
    .gt(0)
    .optional()
    .describe(
      "The loss that has to be found: of ROC-AUC, or the share of the mean error of a regression. Default: 0.03, or 0.1.",
    ),
  groups: list(
    fields({
      by: text().describe("A feature."),
      edges: list(z.number())
        .optional()
        .describe("Of a number: where one band ends and the next begins, rising."),
    }),
  )
    .optional()
    .describe("The groups that performance is measured by. Default: none."),
}).describe("How answers are monitored.");
