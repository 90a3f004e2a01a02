import { literal, type Engine } from "./engine.js";
import type { ModelDefinition } from "./model/model.js";
import type { Span } from "./report/report-data.js";
import { requireBoth } from "./require-both.js";
import { shuffledEntities } from "./shuffle.js";

/** Observations on one side of a split. */
export interface Side extends Span {
  /** Observations of class 1, of a classification. */
  readonly positives?: number;
}

/** What is learned from and what it is tested on. */
export interface Split {
  readonly training: Side;
  readonly test: Side;
}

/**
 * Splits the labelled observations into the views `training` and `test`, as the model says.
 *
 * @throws `SPLIT_IMPOSSIBLE` when one side would have no observation or only one class
 */
export const splitObservations = async (
  engine: Engine,
  { split, task }: Pick<ModelDefinition, "split" | "task">,
): Promise<Split> => {
  if (split.by === "time") await byTime(engine, split.testShare);
  else await byChance(engine, task, split.testShare, split.seed ?? 0);
  const of = (view: string) => period(engine, task, view);
  return { training: await of("training"), test: await of("test") };
};

/** A day is never split, so that no observation is tested on what happened beside it. */
const byTime = async (engine: Engine, testShare: number): Promise<void> => {
  const { cut } = await engine.row<{ cut: string }>(
    `SELECT quantile_disc(observed_at, ${1 - testShare})::VARCHAR AS cut FROM labelled`,
  );
  await engine.run(`
    CREATE VIEW training AS FROM labelled WHERE observed_at < ${literal(cut)}::DATE;
    CREATE VIEW test AS FROM labelled WHERE observed_at >= ${literal(cut)}::DATE;
  `);
};

/**
 * Of each stratum the entities that were drawn lowest: new ones move no other across but those at the border, so that a
 * champion is hardly ever tested on what it learned from. Roundings cancel out from stratum to stratum.
 */
const byChance = async (
  engine: Engine,
  task: ModelDefinition["task"],
  testShare: number,
  seed: number,
): Promise<void> => {
  await engine.run(`
    CREATE TEMP TABLE tested AS SELECT entity
    FROM (${shuffledEntities("labelled", task, `split ${seed}`)})
    WHERE nth <= floor((place - nth + size) * ${testShare}) - floor((place - nth) * ${testShare});
    CREATE VIEW training AS FROM labelled WHERE entity NOT IN (FROM tested);
    CREATE VIEW test AS FROM labelled WHERE entity IN (FROM tested);
  `);
};

const period = async (
  engine: Engine,
  task: ModelDefinition["task"],
  view: string,
): Promise<Side> => {
  const positives = task === "classification" ? "coalesce(sum(label), 0)::BIGINT" : "NULL";
  const found = await engine.row<Span & { positives: number | null }>(`
    SELECT min(observed_at)::VARCHAR AS "from", max(observed_at)::VARCHAR AS "to",
           count(*) AS observations, ${positives} AS positives
    FROM ${view}`);
  requireBoth(`The ${view} set`, found);
  const { positives: ones, ...span } = found;
  return ones === null ? span : { ...span, positives: ones };
};
