import type { Manifest } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import { double } from "../engine/sql.js";
import type { RegressionEvaluation } from "./evaluation.js";
import { chooseAxis } from "./axis.js";
import { coverage } from "./coverage.js";
import { density } from "./density.js";
import { errorDeciles } from "./error-deciles.js";
import { errorMetrics } from "./error-metrics.js";
import { mape } from "./mape.js";
import { residualBands } from "./residual-bands.js";
import type { ScoredTable } from "./scored.js";

type Measured = Pick<RegressionEvaluation, "observations" | "metrics" | "baseline">;

/**
 * Measures a regression on scored observations: `r2`, `mae`, `rmse`, `bias` and, where a label is not 0, `mape`. Of a
 * model on a logarithmic scale also `log_r2`, `log_mae` and `log_rmse`, before smearing, as long as all labels and
 * answers are positive.
 *
 * @param scored with answers on the scale of the label
 * @param observations how many there are
 */
export const measureRegression = async (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
  scale?: Manifest["scale"],
): Promise<Measured> => {
  const { cast } = engine.dialect;
  const plain = `SELECT ${cast("label", "double")} AS label, ${cast("score", "double")} AS score FROM ${scored.name}`;
  const { mean, ...errors } = await errorMetrics(engine, plain, observations);
  const always = (from: string, answer: number) =>
    `SELECT label, ${double(answer)} AS score FROM (${from})`;
  const guessed = await errorMetrics(engine, always(plain, mean), observations);
  const measured: Measured = {
    observations,
    metrics: { ...errors, ...named("mape", await mape(engine, plain)) },
    baseline: {
      r2: 0,
      mae: guessed.mae,
      rmse: guessed.rmse,
      bias: 0,
      ...named("mape", await mape(engine, always(plain, mean))),
    },
  };
  if (scale === undefined || !(await allPositive(engine, scored))) return measured;

  const logs = `SELECT ln(label) AS label, ln(score) - ln(${double(scale.smearing)}) AS score FROM (${plain})`;
  const ours = await errorMetrics(engine, logs, observations);
  const guess = await errorMetrics(engine, always(logs, ours.mean), observations);
  return {
    observations,
    metrics: { ...measured.metrics, log_r2: ours.r2, log_mae: ours.mae, log_rmse: ours.rmse },
    baseline: { ...measured.baseline, log_r2: 0, log_mae: guess.mae, log_rmse: guess.rmse },
  };
};

/**
 * Measures a regression as {@link measureRegression} does, with its pictures and, where it gives an interval, the
 * coverage.
 */
export const evaluateRegression = async (
  engine: Engine,
  scored: ScoredTable,
  observations: number,
  { scale, interval }: Pick<Manifest, "scale" | "interval">,
): Promise<RegressionEvaluation> => {
  const positive = await allPositive(engine, scored);
  const axis = positive ? await chooseAxis(engine, scored, scale) : "linear";
  return {
    ...(await measureRegression(engine, scored, observations, scale)),
    axis,
    density: await density(engine, scored, axis),
    residuals: await residualBands(engine, scored, observations, axis),
    deciles: await errorDeciles(engine, scored, observations),
    ...(interval && { interval: await coverage(engine, scored, interval) }),
  };
};

const allPositive = async (engine: Engine, scored: ScoredTable): Promise<boolean> =>
  (
    await engine.row<{ positive: boolean }>(
      `SELECT bool_and(label > 0 AND score > 0) AS positive FROM ${scored.name}`,
    )
  ).positive;

const named = (name: string, value: number | undefined): Record<string, number> =>
  value === undefined ? {} : { [name]: value };
