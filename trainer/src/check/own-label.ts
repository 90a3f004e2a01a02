import type { Engine } from "../engine/engine.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { compareObservations, type Comparison } from "./comparison.js";
import { dayOf, daySql } from "./day.js";
import type { World, WorldInput } from "./world.js";

/** A column of an input. */
export interface InputPlace {
  readonly input: WorldInput;
  readonly column: string;
}

/** The columns of a world that may make the label of an observation of the same day. */
export const labelPlaces = ({ inputs, asOf }: World): readonly InputPlace[] =>
  inputs
    .filter(({ definition }) => asOf === null || definition.time !== undefined)
    .flatMap((input) =>
      input.columns
        .filter(({ unique, time }) => !unique && !time)
        .map(({ name }) => ({ input, column: name })),
    );

/** Which observations are looked at, and what they are made of. */
export interface OwnLabel {
  readonly world: World;
  readonly base: ObservationTable;
  readonly place: InputPlace;
  /** Alters the rows of this day, as YYYY-MM-DD, and compares its observations; undefined where nothing has a time. */
  readonly day: string | undefined;
}

/**
 * Alters a column, and compares features of observations whose label this alters. Rows of earlier days keep their values:
 * their labels may be known.
 */
export const moveLabel = async (
  engine: Engine,
  model: ModelDefinition,
  { world, base, place: { input, column }, day }: OwnLabel,
): Promise<Comparison> => {
  const { dataset, time } = input.definition;
  const rows = day === undefined ? "true" : `${dayOf(engine.dialect, time!)} = ${daySql(day)}`;
  const after = await world.observe(new Map([[dataset, input.variants.altered([column], rows)]]));
  const found = await compareObservations(engine, model, base, after, {
    withLabel: true,
    ...(day === undefined ? {} : { where: `before.observed_at = ${daySql(day)}` }),
  });
  await engine.drop(after);
  return found;
};
