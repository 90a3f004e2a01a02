import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { quantilesOf } from "../engine/quantiles-of.js";
import type { Axis } from "./evaluation.js";
import type { ScoredTable } from "./scored.js";

/** Above it, most of the labels would be in a corner of the picture. A normal distribution has 1. */
const SKEW = 3;

/**
 * Pictures of positive numbers have a logarithmic axis when the model learns on the logarithm, or when the upper half
 * of the labels' middle nine tenths is more than three times as wide as the lower.
 */
export const chooseAxis = async (
  engine: Engine,
  scored: ScoredTable,
  scale: Manifest["scale"],
): Promise<Axis> => {
  if (scale !== undefined) return "log";
  const label = engine.dialect.cast("label", "double");
  const [low, middle, high] = await quantilesOf(engine, label, [0.05, 0.5, 0.95], scored.name);
  return high! - middle! > SKEW * (middle! - low!) ? "log" : "linear";
};
