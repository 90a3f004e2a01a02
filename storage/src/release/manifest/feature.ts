import { z } from "zod";

import { finite, name } from "./fields.js";

/** One input of the model, in the model's order. */
export const Feature = z.strictObject({
  name,
  /** `integer`: whole numbers only. */
  type: z.enum(["integer", "number"]),
  description: z.string(),
  /** The only allowed values. Default: every finite number is allowed. */
  values: z.array(finite).min(1).optional(),
  /** `refused`: a request must have it; `kept`: the model handles `null`; otherwise the value that replaces `null`. */
  missing: z.union([z.enum(["refused", "kept"]), z.strictObject({ fill: finite })]),
  /** Least and greatest value among the training observations; absent where they would reveal single people. */
  range: z.tuple([finite, finite]).optional(),
  /** Mean over the training observations, the origin of contributions. */
  mean: finite,
});
export type ManifestFeature = z.infer<typeof Feature>;
