import { double, identifier, type Engine } from "../engine/engine.js";
import { AnswersNotFinite } from "../errors/errors.js";
import type { FittedModel } from "./fit.js";
import { nameOf } from "../estimators/name.js";

// The squares of errors are added up, and must stay finite.
const FINITE = "abs(score) <= 1e100";

/**
 * Refuses a fitted model that has no finite answer to an observation, or one beyond 1e100, as one of the logarithm has none to values far beyond
 * those that it learned from.
 *
 * @param from a view with the features
 * @param scored the same observations, scored by the model
 * @throws `ANSWERS_NOT_FINITE`, which names the feature that lies farthest out there
 */
export const requireFiniteAnswers = async (
  engine: Engine,
  from: string,
  scored: string,
  { options, statistics }: Pick<FittedModel, "options" | "statistics">,
): Promise<void> => {
  const { rows, observations } = await engine.row<{ rows: number; observations: number }>(`
    SELECT count(*) - count(*) FILTER (${FINITE}) AS rows, count(*) AS observations FROM ${scored}`);
  if (rows === 0) return;
  const distances = statistics.map(
    ({ name, mean, deviation }, i) =>
      `max(abs(${identifier(name)}::DOUBLE - ${double(mean)}) / ${double(deviation)}) AS v${i}`,
  );
  const far = await engine.row<Record<string, number | null>>(`
    SELECT ${distances.join()} FROM ${from} JOIN (SELECT observation, score FROM ${scored}) USING (observation)
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
