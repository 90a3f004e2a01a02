import type { Manifest, PseudonymKey } from "@despliega/storage";

import type { BatchColumns } from "./batch-columns.js";

/** Everything by which a thread scores rows. */
export interface BatchModel {
  readonly manifest: Manifest;
  readonly modelJson: string;
  /** The edition of the features; empty for those that the release was published with. */
  readonly edition: string;
  readonly columns: BatchColumns;
  /** Whether every answer comes with its detail. */
  readonly detail: boolean;
  /** Undefined for an open model. */
  readonly people: PeopleOfBatch | undefined;
}

/** How the people of a batch are named. */
export interface PeopleOfBatch {
  /** Makes the pseudonyms. */
  readonly key: PseudonymKey;
  /** Gets handles instead of pseudonyms; undefined: pseudonyms are written. */
  readonly caller: string | undefined;
}

/** Why a row is rejected. */
export interface Reject {
  /** The row's line, or the row itself where rows are counted; within its block from 0. */
  readonly place: number;
  /** Empty where the row as a whole is wrong. */
  readonly column: string;
  /** A code of the api. */
  readonly reason: string;
  /** What is allowed there, or what is wrong with the row, in words. */
  readonly expected: string;
}

/** The rows of a block, as a model takes them. */
export interface BatchRows {
  /** The place of each row, as in {@link Reject.place}. */
  readonly places: readonly number[];
  /** Features, row after row; NaN is a missing value. */
  readonly values: Float64Array;
  /** What is copied to the output, by row, as CSV. */
  readonly carried: readonly string[];
  /** Whether each row is that of an entity without history. */
  readonly isNew: readonly boolean[];
  /** The pseudonym of each row, as the training table has it; undefined for an open model. */
  readonly pseudonyms: readonly string[] | undefined;
  readonly rejects: readonly Reject[];
  /** Lines of the block. */
  readonly lines: number;
  /** Rows of the block, the rejected ones included. */
  readonly read: number;
}

/** What a thread is sent: rows, or a block of text with rows. */
export type Job = { readonly block: Uint8Array } | { readonly rows: BatchRows };

/** What was decided about a person. */
export interface BatchDecision {
  /** As answers have it. */
  readonly pseudonym: string;
  readonly answer: string | number;
}

/** The answers of a block. */
export interface ScoredBlock extends Pick<BatchRows, "rejects" | "lines" | "read"> {
  /** Lines of CSV in UTF-8. */
  readonly bytes: Uint8Array;
  readonly scored: number;
  /** One for each answer; undefined for an open model. */
  readonly decisions: readonly BatchDecision[] | undefined;
}

/** What comes back from a thread: the answers, or a bug. */
export type JobResult = ScoredBlock | { readonly thrown: unknown };
