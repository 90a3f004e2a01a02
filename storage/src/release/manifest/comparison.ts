import { z } from "zod";

import { isVersion } from "../version.js";
import { count, finite } from "./fields.js";
import { MetricIntervals } from "./metric-intervals.js";

/**
 * The result of the comparison with the champion at the time of the release. `candidate` holds this release's metrics on
 * the compared rows, when these are not the whole test set.
 */
export const Comparison = z.discriminatedUnion("outcome", [
  z.strictObject({ outcome: z.literal("first") }),
  z.strictObject({
    outcome: z.literal("compared"),
    version: z.string().refine(isVersion),
    rows: count,
    of: count,
    candidate: z.record(z.string(), finite).optional(),
    /** Intervals of this release's metrics less the champion's, on the compared rows. */
    differences: MetricIntervals.optional(),
  }),
  z.strictObject({
    outcome: z.literal("impossible"),
    version: z.string().refine(isVersion),
    reason: z.string(),
  }),
]);

/** The differences between the features and those of the champion at the time of the release. */
export const SignatureChange = z.strictObject({
  since: z.string().refine(isVersion),
  added: z.array(z.string()),
  removed: z.array(z.string()),
  /** Features with another type or another rule for missing values, or that refuse values which they took before. */
  retyped: z.array(z.string()),
  reordered: z.boolean(),
});
