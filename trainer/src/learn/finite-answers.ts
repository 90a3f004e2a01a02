import type { Engine } from "../engine/engine.js";
import { double, identifier } from "../engine/sql.js";
import { AnswersNotFinite } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { FittedModel } from "./fit.js";
import { nameOf } from "../estimators/name.js";

// The sum of the squares of errors must stay finite.
const FINITE = "abs(score) <= 1e100";

/**
 * Refuses a fitted model whose answer to some observation is not finite, or is beyond 1e100. A model of the logarithm
 * gives such answers to values far beyond those that it learned from.
 *
 * @param observed observations with their features
 * @param scored the same observations, scored by the model
 * @throws `ANSWERS_NOT_FINITE`, which names the feature that is farthest from its mean there
 */
export const requireFiniteAnswers = async (
  engine: Engine,
  observed: ObservationTable,
  scored: ScoredTable,
  { options, statistics }: Pick<FittedModel, "options" | "statistics">,
): Promise<void> => {
  const { rows, observations } = await engine.row<{ rows: number; observations: number }>(`
    SELECT count(*) - count(*) FILTER (WHERE ${FINITE}) AS rows, count(*) AS observations FROM ${scored.name}`);
  if (rows === 0) return;
  const { cast } = engine.dialect;
  const distances = statistics.map(
    ({ name, mean, deviation }, i) =>
      `max(abs(${cast(identifier(name), "double")} - ${double(mean)}) / ${double(deviation)}) AS v${i}`,
  );
  const far = await engine.row<Record<string, number | null>>(`
    SELECT ${distances.join()}
    FROM ${observed.name} JOIN (SELECT observation, score FROM ${scored.name}) USING (observation)
    WHERE coalesce(NOT ${FINITE}, true)`);
  const farthest = statistics
    .map(({ name }, i) => ({ name, distance: far[`v${i}`] ?? 0 }))
    .reduce((a, b) => (b.distance > a.distance ? b : a));
  throw new AnswersNotFinite({
    estimator: nameOf(options),
    rows,
    observations,
    feature: farthest.name,
  });
};
