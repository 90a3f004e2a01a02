import type { Relation } from "../engine/relation.js";
import { identifier } from "../engine/sql.js";
import type { InputDefinition } from "../model/model.js";
import type { InputColumn } from "./input-columns.js";

/** Column of a copy: the place of a row among its rows, from 1. No input has a column of this name. */
export const PLACE = identifier(": place");

/** A copy of an input. */
export interface InputCopy {
  readonly definition: InputDefinition;
  readonly columns: readonly InputColumn[];
  /** Its rows as they are, with the {@link PLACE} of each. */
  readonly copy: Relation;
}

/** How an input differs from what it is. Rows keep their places, and added rows come last. */
export interface Variant {
  /** SELECT of the columns, in the order of the rows. Default: the rows as they are. */
  readonly rows?: string;
  /** SELECT of rows that are added. */
  readonly added?: string;
  /** SQL that is true of rows that are removed. */
  readonly removed?: string;
}
