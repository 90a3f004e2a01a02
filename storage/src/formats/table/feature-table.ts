import type { Feature } from "../feature.js";

/** The online features of all entities, in columns, with an index by id. */
export interface FeatureTable {
  readonly rows: number;
  /** The row of an entity, or -1 when there is none. */
  find(id: number): number;
  /** The id of a row. */
  id(row: number): number;
  /** Copies the features of a row, in the manifest's order; NaN is a missing value. */
  read(row: number, into: Float64Array): void;
}

/** The expected content of a feature table's file. */
export interface TableShape {
  /** Name of the id column. */
  readonly entity: string;
  /** The features, in order. */
  readonly features: readonly TableFeature[];
  /** Data rows. */
  readonly rows: number;
}

/** The properties of a feature that limit the values of its column. */
export type TableFeature = Pick<Feature, "name" | "type" | "categories" | "unseen" | "missing">;

/** The values of a feature. A missing value is NaN in a `Float64Array`, and {@link MISSING} in an `Int32Array`. */
export type Column = Float64Array | Int32Array;

/** A missing value in an `Int32Array`. */
export const MISSING = -(2 ** 31);

/** The names of a table's columns, in order. */
export const columnNames = ({ entity, features }: TableShape): string[] => [
  entity,
  ...features.map(({ name }) => name),
];
