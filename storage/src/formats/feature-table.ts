import { indexIds } from "./id-index.js";

/** The features of every entity, in columns, with an index by id. */
export interface FeatureTable {
  readonly rows: number;
  /** The row of an entity, or -1 when there is none. */
  find(id: number): number;
  /** Copies the features of a row, in the manifest's order; NaN is a missing value. */
  read(row: number, into: Float64Array): void;
}

/**
 * Makes a feature table of columns that a loader has filled.
 *
 * @param ids one a row, all different
 * @param columns one a feature, as long as `ids`
 */
export const featureTable = (ids: Float64Array, columns: readonly Float64Array[]): FeatureTable => {
  const index = indexIds(ids);
  return {
    rows: ids.length,
    find: index.find,
    read(row, into) {
      for (let i = 0; i < columns.length; i++) into[i] = columns[i]![row]!;
    },
  };
};
