import type { Engine } from "../engine/engine.js";
import type { ObservationTable } from "../estimators/observation-table.js";
import type { ModelDefinition } from "../model/model.js";
import { compareObservations, type Comparison } from "./comparison.js";
import { dayOf, daySql } from "./day.js";
import { variantsOf } from "./variants.js";
import type { World, WorldInput } from "./world.js";

/** A column of an input. */
export interface InputPlace {
  readonly input: WorldInput;
  readonly column: string;
}

/** The columns of a world that have the name of the label: the label is most likely made of them. */
export const namedAsLabel = (
  { columns }: Pick<ModelDefinition, "columns">,
  { inputs, asOf }: World,
): readonly InputPlace[] =>
  inputs.flatMap((input) =>
    input.columns
      .filter(({ name, time }) => name === columns.label && !time)
      .filter(() => asOf === null || input.definition.time !== undefined)
      .map(({ name }) => ({ input, column: name })),
  );

/** Which observations are looked at, and what they are made of. */
export interface OwnLabel {
  readonly world: World;
  readonly base: ObservationTable;
  readonly place: InputPlace;
  /** Alters the rows of this day, as YYYY-MM-DD, and compares its observations; undefined where nothing has a time. */
  readonly day: string | undefined;
  readonly seed: number;
}

/**
 * Alters a column, and compares features of observations whose label this alters. Rows of earlier days keep their values:
 * their labels may be known.
 */
export const moveLabel = async (
  engine: Engine,
  model: ModelDefinition,
  { world, base, place: { input, column }, day, seed }: OwnLabel,
): Promise<Comparison> => {
  const { dataset, time } = input.definition;
  const rows = day === undefined ? "true" : `${dayOf(engine.dialect, time!)} = ${daySql(day)}`;
  const variants = await variantsOf(engine, input, seed);
  const after = await world.observe(new Map([[dataset, variants.altered([column], rows)]]));
  const found = await compareObservations(engine, model, base, after, {
    withLabel: true,
    ...(day === undefined ? {} : { where: `before.observed_at = ${daySql(day)}` }),
  });
  await engine.drop(after);
  return found;
};
