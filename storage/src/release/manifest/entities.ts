import { z } from "zod";

import { count, finite } from "./fields.js";
import { MetricIntervals } from "./metric-intervals.js";

const Group = z.object({
  observations: count,
  metrics: z.record(z.string(), finite),
  intervals: MetricIntervals,
  /** On how many test observations each metric rests. */
  cases: z.record(z.string(), count),
});

/**
 * The metrics of the promotion checks on the test observations whose entity is known from training, and on those of new
 * entities.
 */
export const EntityGroups = z.object({ known: Group, new: Group });
