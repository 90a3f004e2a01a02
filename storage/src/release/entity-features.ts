import type { FeatureTable } from "../formats/table/feature-table.js";
import type { EntityKey } from "../formats/table/keys/key.js";
import type { Release } from "./release.js";

/**
 * Puts the features that a release holds of an entity into their places of a row. The places of features that come with
 * the request stay as they are.
 *
 * @returns `new` for an entity without history, undefined for one that the release refuses
 */
export type ReadEntity = (key: EntityKey, row: Float64Array) => "known" | "new" | undefined;

/** Makes what reads the entities of a release; undefined for a model that is not asked by key. */
export const entityReader = ({
  manifest,
  table,
  unknown,
}: Pick<Release, "manifest" | "table" | "unknown">): ReadEntity | undefined => {
  if (table === undefined) return undefined;
  if (unknown === undefined) return (key, row) => known(table, key, row);
  const stored = manifest.features.flatMap(({ from }, at) => (from === undefined ? [at] : []));
  return (key, row) => {
    if (known(table, key, row) !== undefined) return "known";
    for (const at of stored) row[at] = unknown[at]!;
    return "new";
  };
};

const known = (table: FeatureTable, key: EntityKey, row: Float64Array): "known" | undefined => {
  const at = table.find(key);
  if (at === -1) return undefined;
  table.read(at, row);
  return "known";
};
