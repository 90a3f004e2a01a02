import type { Engine } from "../engine/engine.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { compareObservations, type Comparison } from "./comparison.js";
import { dayAfter, dayOf, daySql } from "./day.js";
import type { Variant } from "./input-copy.js";
import type { World } from "./world.js";

/** What happens to the events after a day. */
export type Change = "removed" | "changed" | "added";

/** How features of observations up to a day move with events after it. */
export interface LaterEvents {
  readonly world: World;
  readonly base: ObservationTable;
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
  { world, base, day, changes }: LaterEvents,
): Promise<Comparison> => {
  const next = dayAfter(day);
  const variants = new Map<string, Variant>();
  for (const { definition, variants: of } of world.inputs) {
    const { dataset, time, future } = definition;
    // What is known before it happens, as bookings are, is no event to come.
    if (time === undefined || future === "allowed") continue;
    const later = `${dayOf(engine.dialect, time)} >= ${daySql(next)}`;
    variants.set(dataset, {
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
