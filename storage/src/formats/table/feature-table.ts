import type { Feature } from "../feature.js";

/** The features of every entity, in columns, with an index by id. */
export interface FeatureTable {
  readonly rows: number;
  /** The row of an entity, or -1 when there is none. */
  find(id: number): number;
  /** The id of a row. */
  id(row: number): number;
  /** Copies the features of a row, in the manifest's order; NaN is a missing value. */
  read(row: number, into: Float64Array): void;
}

/** What a feature table's file must hold. */
export interface TableShape {
  /** Name of the id column. */
  readonly entity: string;
  /** The features, in order. */
  readonly features: readonly TableFeature[];
  /** Data rows. */
  readonly rows: number;
}

/** What a feature's column may hold. */
export type TableFeature = Pick<Feature, "name" | "type" | "missing">;

/** A feature's values: NaN is missing among doubles, and {@link MISSING} among integers of half their size. */
export type Column = Float64Array | Int32Array;

/** Stands for a missing value in an `Int32Array`. */
export const MISSING = -(2 ** 31);

/** The names of a table's columns, in order. */
export const columnNames = ({ entity, features }: TableShape): string[] => [
  entity,
  ...features.map(({ name }) => name),
];
