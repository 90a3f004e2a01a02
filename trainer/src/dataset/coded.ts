import type { Engine } from "../engine/engine.js";
import { identifier } from "../engine/sql.js";
import type { ObservationColumn, ObservationTable } from "../estimators/observation-table.js";
import { codeSql, isPlain, type SqlFeature } from "./feature-sql.js";

/**
 * Puts the number that a model takes in the place of each value of its features. All other columns stay.
 *
 * @param as whether the numbers are computed once, or whenever they are read
 * @returns the observations themselves where every value is its number
 */
export const coded = async (
  engine: Engine,
  observations: ObservationTable,
  features: readonly SqlFeature[],
  as: "table" | "view",
): Promise<ObservationTable> => {
  if (features.every(isPlain)) return observations;
  const named = new Map(features.map((feature) => [feature.name, feature]));
  const columns = (await engine.columnsOf(observations)).map((name) => {
    const feature = named.get(name);
    const column = identifier(name);
    return feature === undefined ? column : `${codeSql(engine.dialect, feature)} AS ${column}`;
  });
  return engine[as]<ObservationColumn>(`SELECT ${columns.join(", ")} FROM ${observations.name}`);
};
