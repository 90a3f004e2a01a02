import type { Engine } from "../../engine/engine.js";
import { calibrate } from "./calibrate.js";
import type { Finish, Unfinished } from "./finish.js";
import { readPoints, type FoldedSums } from "./points.js";
import { smear } from "./smearing.js";

/** The finish of a model: by all folds for the model itself, and for each fold by the others, which measures it. */
export interface LearnedFinish {
  readonly finish: Finish;
  readonly byFold: readonly Finish[];
}

/** Learns what finishes a model from out-of-fold sums. */
export const learnFinish = async (
  engine: Engine,
  sums: FoldedSums,
  unfinished: Unfinished,
  folds: number,
): Promise<LearnedFinish> => {
  if (unfinished === undefined)
    return { finish: {}, byFold: Array.from({ length: folds }, () => ({})) };
  const { observations } = await engine.row<{ observations: number }>(
    `SELECT count(*) AS observations FROM ${sums.table.name}`,
  );
  if (unfinished === "smearing") {
    const { scale, byFold } = await smear(engine, sums, observations, folds);
    return { finish: { scale }, byFold: byFold.map((own) => ({ scale: own })) };
  }
  const points = await readPoints(engine, sums, observations);
  const form = { ...sums, isBalanced: unfinished === "balanced calibration" };
  const { calibration, byFold } = await calibrate(points, form, folds);
  const finishOf = (by: typeof calibration): Finish =>
    by === undefined ? {} : { calibration: by };
  return { finish: finishOf(calibration), byFold: byFold.map(finishOf) };
};
