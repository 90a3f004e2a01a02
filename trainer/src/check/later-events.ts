import type { Engine } from "../engine/engine.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { compareObservations, type Comparison } from "./comparison.js";
import { dayAfter, dayOf, daySql } from "./day.js";
import { variantsOf, type Variants } from "./variants.js";
import type { Variant, World, WorldInput } from "./world.js";

/** What happens to the events after a day. */
export type Change = "removed" | "changed" | "added";

/** An input with a time, and its variants. */
export interface TimedInput {
  readonly input: WorldInput;
  readonly time: string;
  readonly variants: Variants;
}

/** The inputs of a world that have a time. */
export const timedInputs = async (
  engine: Engine,
  { inputs }: World,
  seed: number,
): Promise<readonly TimedInput[]> => {
  const timed: TimedInput[] = [];
  for (const input of inputs) {
    const { time } = input.definition;
    if (time !== undefined)
      timed.push({ input, time, variants: await variantsOf(engine, input, seed) });
  }
  return timed;
};

/** How features of observations up to a day move with events after it. */
export interface LaterEvents {
  readonly world: World;
  readonly base: ObservationTable;
  readonly timed: readonly TimedInput[];
  /** The last day that must not move, as YYYY-MM-DD. */
  readonly day: string;
  readonly changes: readonly Change[];
}

/**
 * Runs the statement with other events after a day, and compares the observations up to that day. Where events are
 * removed, the day after is the cut-off, as it was then.
 */
export const moveLaterEvents = async (
  engine: Engine,
  model: ModelDefinition,
  { world, base, timed, day, changes }: LaterEvents,
): Promise<Comparison> => {
  const next = dayAfter(day);
  const variants = new Map<string, Variant>();
  for (const { input, time, variants: of } of timed) {
    const later = `${dayOf(engine.dialect, time)} >= ${daySql(next)}`;
    variants.set(input.definition.dataset, {
      ...(changes.includes("changed") ? of.changed(later) : {}),
      ...(changes.includes("added") ? of.added(next, world.asOf!) : {}),
      ...(changes.includes("removed") ? { removed: later } : {}),
    });
  }
  const after = await world.observe(variants, changes.includes("removed") ? next : world.asOf);
  const where = `before.observed_at <= ${daySql(day)}`;
  const found = await compareObservations(engine, model, base, after, { where });
  await engine.drop(after);
  return found;
};
