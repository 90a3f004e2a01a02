import { literal, type Engine } from "../engine/engine.js";
import { drawnBelow, drawnFor, splitSeed } from "./entity-draw.js";
import type { ModelDefinition } from "../model/model.js";
import { requireBoth } from "./require-both.js";

/** Observations that belong together, and the stretch of time that they come from. */
export interface Span {
  /** First and last day, as `YYYY-MM-DD`; null where observations have no time and were divided by chance. */
  readonly from: string | null;
  readonly to: string | null;
  readonly observations: number;
}

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
 * The entities that draw below the share. Each draws by its name alone, so it stays on its side whatever becomes of the
 * others, and a champion that learned from a part drawn alike learned from no entity that is tested. The price is that
 * sizes and labels of the two sides are alike only as far as chance has it: of 2,000 entities a quarter is 500 ± 19.
 *
 * Classes, and whole tables, of a few entities are the exception: the one that draws lowest is always tested, and the one
 * that draws highest never, so that both sides have one of each.
 */
const byChance = async (
  engine: Engine,
  task: ModelDefinition["task"],
  testShare: number,
  seed: number,
): Promise<void> => {
  const draw = splitSeed(seed);
  const kind = task === "classification" ? "max(label)" : "0";
  await engine.run(`
    CREATE TEMP TABLE tested AS SELECT entity
    FROM (SELECT entity, below, row_number() OVER (PARTITION BY kind ORDER BY drawn, entity::VARCHAR) AS nth,
                 count(*) OVER (PARTITION BY kind) AS size
          FROM (SELECT entity, ${kind} AS kind, ${drawnFor("entity", draw)} AS drawn,
                       ${drawnBelow("entity", draw, testShare)} AS below
                FROM labelled WHERE entity IS NOT NULL GROUP BY entity))
    WHERE (below OR nth = 1) AND nth < size;
    CREATE VIEW training AS FROM labelled WHERE coalesce(entity NOT IN (FROM tested), true);
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
