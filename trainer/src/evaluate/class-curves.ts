import type { Engine } from "../engine/engine.js";
import { calibration } from "./calibration.js";
import { curves } from "./curves.js";
import { distribution } from "./distribution.js";
import type { ClassCurves } from "./evaluation.js";
import type { Ranking } from "./ranking.js";
import type { ScoredTable } from "./scored.js";

/** Draws how well the scores of one class tell it, labelled 1, from the observations labelled 0. */
export const classCurves = async (
  engine: Engine,
  scored: ScoredTable,
  ranked: Ranking,
  observations: number,
): Promise<ClassCurves> => ({
  ...(await curves(engine, ranked)),
  calibration: await calibration(engine, scored, observations),
  distribution: await distribution(engine, scored),
});
