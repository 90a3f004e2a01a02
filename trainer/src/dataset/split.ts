import type { Engine } from "../engine/engine.js";
import { literal } from "../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import { drawnBelow, drawnFor, splitSeed } from "../estimators/entity-draw.js";
import type { Classes } from "../model/classes.js";
import type { ModelDefinition } from "../model/model.js";
import { countClasses } from "./count-classes.js";
import { requireClasses } from "./require-classes.js";

/** A set of observations, and the time that they cover. */
export interface Span {
  /** First and last day, as `YYYY-MM-DD`; null where observations have no time and the split was random. */
  readonly from: string | null;
  readonly to: string | null;
  readonly observations: number;
}

/** Observations on one side of a split. */
export interface Side extends Span {
  /** Observations of each class, in the order of their codes; undefined for a regression. */
  readonly classes?: readonly number[];
}

/** The training set and the test set. */
export interface Split {
  readonly training: Side;
  readonly test: Side;
}

/** The observations on each side of a split. */
export interface Sides {
  readonly training: ObservationTable;
  readonly test: ObservationTable;
}

/**
 * Splits the labelled observations, as the model says.
 *
 * @throws `SPLIT_IMPOSSIBLE` when one side would have no observation or only one class, or the training set lacks a class
 */
export const splitObservations = async (
  engine: Engine,
  labelled: ObservationTable,
  model: Pick<ModelDefinition, "split" | "task" | "classes">,
): Promise<Sides & { readonly split: Split }> => {
  const { split, task } = model;
  const where =
    split.by === "time"
      ? await byTime(engine, labelled, split.testShare)
      : await byChance(engine, labelled, task, split.testShare, split.seed ?? 0);
  const side = (condition: string) =>
    engine.view<ObservationColumn>(`SELECT * FROM ${labelled.name} WHERE ${condition}`);
  const training = await side(where.training);
  const test = await side(where.test);
  return {
    training,
    test,
    split: {
      training: await sideOf(engine, model, "training", training),
      test: await sideOf(engine, model, "test", test),
    },
  };
};

/** SQL that is true of the observations of a side. */
type Conditions = Readonly<Record<keyof Sides, string>>;

/** Tests on the newest days. A day is never split, so that no observation is tested on what happened beside it. */
const byTime = async (
  engine: Engine,
  { name }: ObservationTable,
  testShare: number,
): Promise<Conditions> => {
  const { cast, days, quantile } = engine.dialect;
  const { cut } = await engine.row<{ cut: number }>(
    `SELECT ${cast(quantile(days(cast("observed_at", "date")), 1 - testShare), "bigint")} AS cut FROM ${name}`,
  );
  const day = `DATE ${literal(dayAt(cut))}`;
  return { training: `observed_at < ${day}`, test: `observed_at >= ${day}` };
};

const DAY_MS = 86_400_000;

/** A day as YYYY-MM-DD. @param days since 1970-01-01 */
const dayAt = (days: number): string => new Date(days * DAY_MS).toISOString().slice(0, 10);

/**
 * Tests on the entities that draw below the share. The draw of an entity follows from its name alone. So it stays on
 * its side when other entities come or go, and a champion with the same draw learned from no entity that is tested. The
 * cost is that sizes and labels of the two sides vary at random: of 2,000 entities a quarter is 500 ± 19.
 *
 * In each class, the entity that draws lowest is always tested, and the one that draws highest never, so that a class
 * of few entities is on both sides.
 */
const byChance = async (
  engine: Engine,
  { name }: ObservationTable,
  task: ModelDefinition["task"],
  testShare: number,
  seed: number,
): Promise<Conditions> => {
  const { dialect } = engine;
  const draw = splitSeed(seed);
  const kind = task === "classification" ? "max(label)" : "0";
  const tested = await engine.table(`
    SELECT entity
    FROM (SELECT entity, below, count(*) OVER (PARTITION BY kind) AS size,
                 row_number() OVER (PARTITION BY kind ORDER BY drawn, ${dialect.cast("entity", "text")}) AS nth
          FROM (SELECT entity, ${kind} AS kind, ${drawnFor(dialect, "entity", draw)} AS drawn,
                       ${drawnBelow(dialect, "entity", draw, testShare)} AS below
                FROM ${name} WHERE entity IS NOT NULL GROUP BY entity))
    WHERE (below OR nth = 1) AND nth < size`);
  const drawn = `(SELECT entity FROM ${tested.name})`;
  // An observation without an entity is not drawn, and so is learned from.
  return { training: `coalesce(entity NOT IN ${drawn}, true)`, test: `entity IN ${drawn}` };
};

const sideOf = async (
  engine: Engine,
  model: Classes,
  called: keyof Sides,
  observations: ObservationTable,
): Promise<Side> => {
  const { cast } = engine.dialect;
  const span = await engine.row<Pick<Span, "from" | "to">>(`
    SELECT ${cast("min(observed_at)", "text")} AS "from", ${cast("max(observed_at)", "text")} AS "to"
    FROM ${observations.name}`);
  const counted = await countClasses(engine, observations, model);
  requireClasses(`The ${called} set`, counted, model, called === "test" ? 2 : undefined);
  return { ...span, ...counted };
};
