import type { DespliegaError } from "@despliega/storage";

import type { Engine } from "../engine/engine.js";
import type { Relation } from "../engine/relation.js";
import { FeatureLeaks } from "../errors/errors.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { compareObservations, type Comparison, type Moved } from "./comparison.js";
import { busiestDay, daysOf } from "./cuts.js";
import { moveLaterEvents, type Change } from "./later-events.js";
import { isOwn, labelPlaces, moveLabel } from "./own-label.js";
import { triedOut } from "./trial.js";
import { withWorld, type World } from "./world.js";

/** Most rows that the check before a training looks at; `despliega check` looks at more, and in more ways. */
export const LEAK_ROWS = 2_000;

/** Milliseconds after which no further variant is begun. */
const BUDGET = 5_000;

const SEED = 1;

/**
 * Looks for a feature that moves with events after its observation, or with the label of its observation. It looks at a part
 * of the rows, which takes about a tenth of a second.
 *
 * @param tables of the inputs, in the order of the model
 * @param asOf the cut-off; null where nothing has a time
 * @returns `FEATURE_LEAKS` for the first one found
 */
export const findLeak = (
  engine: Engine,
  model: ModelDefinition,
  tables: readonly Relation[],
  asOf: string | null,
): Promise<DespliegaError | undefined> =>
  withWorld(engine, model, tables, { asOf, rows: LEAK_ROWS, seed: SEED }, async (world, own) => {
    const end = performance.now() + BUDGET;
    const base = await world.observe();
    for (const { because, move } of await movesOf(own, model, world, base)) {
      if (performance.now() > end) return undefined;
      const found = await triedOut(move);
      if (found === undefined) continue;
      const leaking = await steadyOnly(own, model, { world, base }, found.moved);
      if (leaking === undefined) continue;
      return new FeatureLeaks({ ...leaking, of: found.observations, because });
    }
    return undefined;
  });

interface Move {
  readonly because: "later events" | "its label";
  readonly move: () => Promise<Comparison>;
}

const movesOf = async (
  engine: Engine,
  model: ModelDefinition,
  world: World,
  base: ObservationTable,
): Promise<readonly Move[]> => {
  const days = world.asOf === null ? [] : await daysOf(engine, base, world.asOf, 1);
  const changes: readonly (readonly Change[])[] = [["removed"], ["changed", "added"]];
  const later = days.flatMap((day) =>
    changes.map((of) => ({
      because: "later events" as const,
      move: () => moveLaterEvents(engine, model, { world, base, day, changes: of }),
    })),
  );
  const day = world.asOf === null ? undefined : await busiestDay(engine, base, world.asOf);
  const label = labelPlaces(model, world)
    .filter(({ column }) => column === model.columns.label)
    .map((place) => ({
      because: "its label" as const,
      move: async () => {
        const found = await moveLabel(engine, model, { world, base, place, day });
        const moved = found.series ? [] : found.moved.filter((of) => isOwn(of, found));
        return { ...found, moved };
      },
    }));
  return [...later, ...label];
};

/** The first feature that moved, but not one that moves from run to run without any change. */
const steadyOnly = async (
  engine: Engine,
  model: ModelDefinition,
  { world, base }: { readonly world: World; readonly base: ObservationTable },
  moved: readonly Moved[],
) => {
  if (moved.length === 0) return undefined;
  const again = await compareObservations(engine, model, base, await world.observe());
  const unsteady = new Set(again.moved.map(({ name }) => name));
  return moved.find(({ name }) => !unsteady.has(name));
};
