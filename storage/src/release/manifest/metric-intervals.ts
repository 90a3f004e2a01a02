import { z } from "zod";

import { finite } from "./fields.js";

/** Intervals of metrics that hold what all possible observations would give about as often as `level` says. */
export const MetricIntervals = z.strictObject({
  level: finite.gt(0).lt(1),
  metrics: z.record(z.string(), z.tuple([finite, finite]).readonly()),
});
