import { isStored, type Feature } from "../feature.js";
import type { EntityKey, KeyColumn } from "./keys/key.js";

/** The online features of all entities, in columns, with an index by key. */
export interface FeatureTable {
  readonly rows: number;
  /** The row of an entity, or -1 when there is none. */
  find(key: EntityKey): number;
  /** The key of a row. */
  key(row: number): EntityKey;
  /**
   * Copies the features of a row to their places in the manifest's order; NaN is a missing value. The places of features
   * that come with the request stay as they are.
   */
  read(row: number, into: Float64Array): void;
}

/** The expected content of a feature table's file. */
export interface TableShape {
  /** The columns of the key, before the features. */
  readonly keys: readonly KeyColumn[];
  /** The features of the model, in order. Those that come with the request have no column. */
  readonly features: readonly TableFeature[];
  /** Data rows. */
  readonly rows: number;
}

/** The properties of a feature that limit the values of its column. */
export type TableFeature = Pick<
  Feature,
  "name" | "type" | "categories" | "unseen" | "missing" | "from"
>;

/** The values of a feature. A missing value is NaN in a `Float64Array`, and {@link MISSING} in an `Int32Array`. */
export type Column = Float64Array | Int32Array;

/** A missing value in an `Int32Array`. */
export const MISSING = -(2 ** 31);

/** The names of a table's columns, in order. */
export const columnNames = ({ keys, features }: TableShape): string[] =>
  [...keys, ...features.filter(isStored)].map(({ name }) => name);
