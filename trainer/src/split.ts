import { literal, type Engine } from "./engine.js";
import { SplitImpossible } from "./errors.js";
import type { Period } from "./report/report-data.js";

/** What is learned from and what it is tested on. */
export interface Split {
  readonly training: Period;
  readonly test: Period;
}

/**
 * Splits the labelled observations out of time, into the views `training` and `test`: the newest days are the test
 * set. A day is never split, so that no observation is tested on what happened beside it.
 *
 * @param testShare about how much of the observations to test on
 * @throws `SPLIT_IMPOSSIBLE` when one side would have no observation or only one class
 */
export const splitByTime = async (engine: Engine, testShare: number): Promise<Split> => {
  const { cut } = await engine.row<{ cut: string }>(
    `SELECT quantile_disc(observed_at, ${1 - testShare})::VARCHAR AS cut FROM labelled`,
  );
  await engine.run(`
    CREATE VIEW training AS FROM labelled WHERE observed_at < ${literal(cut)}::DATE;
    CREATE VIEW test AS FROM labelled WHERE observed_at >= ${literal(cut)}::DATE;
  `);
  const [training, test] = [await period(engine, "training"), await period(engine, "test")];
  return { training, test };
};

const period = async (engine: Engine, view: string): Promise<Period> => {
  const found = await engine.row<Period>(`
    SELECT min(observed_at)::VARCHAR AS "from", max(observed_at)::VARCHAR AS "to",
           count(*) AS observations, coalesce(sum(label), 0)::BIGINT AS positives
    FROM ${view}`);
  if (found.positives === 0 || found.positives === found.observations)
    throw new SplitImpossible({ view, ...found });
  return found;
};
