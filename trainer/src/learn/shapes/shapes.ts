import type { ManifestFeature } from "@despliega/storage";

import type { Engine } from "../../engine/engine.js";
import { quantilesOf } from "../../engine/quantiles-of.js";
import { identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import { isNamed, namedAxis, numberAxis, type Counted, type FeatureAxis } from "./feature-axis.js";
import { groupsOf, type Group, type Grouping } from "./group.js";

/** How a feature is distributed, and how it goes with the label. */
export interface FeatureShape {
  readonly feature: string;
  readonly axis: FeatureAxis;
  /** By rising place; a place without observations is left out. */
  readonly groups: readonly Group[];
}

/** What is looked at. */
export interface Shaped extends Grouping {
  readonly features: readonly ManifestFeature[];
}

/** Most features that are looked at. */
const FEATURES = 24;

/** Share of the numbers beyond the axis at each end. */
const BEYOND = 0.01;

/** Looks at the features of observations, the first 24 of them. */
export const shapesOf = async (
  engine: Engine,
  observations: ObservationTable,
  shaped: Shaped,
): Promise<FeatureShape[]> => {
  const shapes: FeatureShape[] = [];
  for (const feature of shaped.features.slice(0, FEATURES)) {
    const axis = await axisOf(engine, observations, feature);
    const groups = await groupsOf(engine, observations, feature, axis, shaped);
    shapes.push({ feature: feature.name, axis, groups });
  }
  return shapes;
};

const axisOf = async (
  engine: Engine,
  { name: table }: ObservationTable,
  feature: ManifestFeature,
): Promise<FeatureAxis> => {
  const { cast } = engine.dialect;
  const value = cast(identifier(feature.name), "double");
  if (isNamed(feature)) {
    const counted = await engine.rows<Counted & object>(
      `SELECT ${value} AS code, count(*) AS observations FROM ${table} WHERE ${value} IS NOT NULL GROUP BY 1`,
    );
    return namedAxis(feature, counted);
  }
  const [low, high] = await quantilesOf(engine, value, [BEYOND, 1 - BEYOND], table);
  return numberAxis(feature, low!, high!);
};
