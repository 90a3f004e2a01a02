import type { Engine } from "../engine/engine.js";
import { double, identifier } from "../engine/sql.js";
import { AnswersNotFinite } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ScoredTable } from "../evaluate/scored.js";
import type { FittedModel } from "./fit.js";
import { nameOf } from "../estimators/name.js";

// The squares of errors are added up, and must stay finite.
const FINITE = "abs(score) <= 1e100";

/**
 * Refuses a fitted model that has no finite answer to an observation, or one beyond 1e100, as one of the logarithm has none to values far beyond
 * those that it learned from.
 *
 * @param observed observations with their features
 * @param scored the same observations, scored by the model
 * @throws `ANSWERS_NOT_FINITE`, which names the feature that lies farthest out there
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
