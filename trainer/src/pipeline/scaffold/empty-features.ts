import type { Engine } from "../../engine/engine.js";
import { identifier } from "../../engine/sql.js";
import type { ObservationTable } from "../../estimators/observation-table.js";
import type { DraftFeature } from "./draft.js";

/** Features that no observation has, which nothing can be learned of. */
export const emptyAmong = async (
  engine: Engine,
  { name: table }: ObservationTable,
  features: readonly Pick<DraftFeature, "name">[],
): Promise<readonly string[]> => {
  const counts = features.map(({ name }, at) => `count(${identifier(name)}) AS n${at}`);
  const found = await engine.row<Record<string, number>>(
    `SELECT ${counts.join(", ")} FROM ${table}`,
  );
  return features.filter((_, at) => found[`n${at}`] === 0).map(({ name }) => name);
};
