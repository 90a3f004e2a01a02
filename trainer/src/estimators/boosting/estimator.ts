import { boostingJson } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import { MonotoneClasses } from "../../errors/errors.js";
import { drawnBelow } from "../entity-draw.js";
import type { Estimator, TrainingFeature } from "../estimator.js";
import type { ObservationColumn, ObservationTable } from "../observation-table.js";
import { readRows } from "../rows.js";
import { checkTaskOptions } from "../shared-options.js";
import { targetSql } from "../target.js";
import { categoryCodes } from "../category-codes.js";
import { fitBoosting } from "./boosting.js";
import { checkColumns } from "./check-columns.js";
import { boostingFields } from "./fields.js";
import type { BoostingOptions, ColumnUse } from "./options.js";
import { mostRows, requireRoom } from "./room.js";

/** Histogram gradient boosting, in memory; see {@link fitBoosting} for its cost and its limits. */
export const boostingEstimator: Estimator<BoostingOptions> = {
  tasks: ["classification", "regression"],
  fields: boostingFields,
  check: (options, data) => [...checkTaskOptions(options, data), ...checkColumns(data, options)],
  missing: () => "kept",
  most: mostRows,
  fit: async (engine, { observations, task, classes, features }, options) => {
    const { count } = await engine.row<{ count: number }>(
      `SELECT count(*) AS count FROM ${observations.name}`,
    );
    requireRoom(count, features.length);
    if (classes > 2 && options.monotone !== undefined) throw new MonotoneClasses({ classes });
    const label = await targetSql(engine, observations, options.target);
    const sides = await viewSides(engine, observations, options);
    const { columns, target } = await readRows(
      engine,
      sides,
      [...features, { name: HELD_OUT }],
      label,
    );
    const data = {
      task,
      classes,
      columns: columns.slice(0, -1),
      uses: features.map((feature) => useOf(feature, options)),
      target,
      heldOut: sidesOf(columns.at(-1)!),
    };
    const { boosting, gain } = fitBoosting(data, options);
    return {
      modelJson: boostingJson(boosting),
      gain: [...gain],
      effort: { trees: boosting.trees.length, nodes: boosting.feature.length },
    };
  },
};

/** No feature is called so. */
const HELD_OUT = ": held out";

/** The observations with what says which are held out: those of entities that the seed draws. */
const viewSides = (
  engine: Engine,
  { name }: ObservationTable,
  { earlyStopping }: BoostingOptions,
): Promise<ObservationTable> => {
  const { heldOut, seed = 0 } = earlyStopping ?? { heldOut: 0 };
  const drawn = drawnBelow(engine.dialect, "entity", `early stopping ${seed}`, heldOut);
  return engine.view<ObservationColumn>(
    `SELECT *, CASE WHEN ${drawn} THEN 1 ELSE 0 END AS ${identifier(HELD_OUT)} FROM ${name}`,
  );
};

/** Where every row would be held out none is. */
const sidesOf = (drawn: Float64Array): Uint8Array => {
  const sides = Uint8Array.from(drawn);
  return sides.includes(0) ? sides : sides.fill(0);
};

const useOf = (
  feature: TrainingFeature,
  { categorical = [], monotone = {} }: BoostingOptions,
): ColumnUse => ({
  categories: categorical.includes(feature.name) ? feature.values : categoryCodes(feature),
  direction: Object.hasOwn(monotone, feature.name)
    ? monotone[feature.name] === "increasing"
      ? 1
      : -1
    : 0,
});
