import type { EntityKey, Release } from "@despliega/storage";

import type { Identity } from "../../http/auth-result.js";

/** The answers to one request, when nothing has been sent yet. Its arrays belong to it: nobody writes to them again. */
export interface Answered {
  readonly release: Release;
  /** Of the request: see {@link rowId} for those of its rows. */
  readonly id: PredictionId;
  /** When the answers were made, in ms since 1970. */
  readonly at: number;
  readonly rows: number;
  /** The features of all rows, row after row, in the manifest's order; NaN is a missing value. */
  readonly values: Float64Array;
  /** The outputs of the scorer for each row, row after row. */
  readonly scores: Float64Array;
  /** The key of each row's entity; undefined where requests have all features. */
  readonly keys: readonly EntityKey[] | undefined;
  /** The pseudonym of each row's subject, as the training table has it; undefined for an open model. */
  readonly pseudonyms: readonly string[] | undefined;
  /** The rows, from 0, about entities without history. */
  readonly unknown: ReadonlySet<number>;
  /** Who asked; undefined where no caller is checked. */
  readonly caller: Identity | undefined;
  /** The id of the request, as the response names it. */
  readonly requestId: string;
}

/** The name of the answers to one request. */
export interface PredictionId {
  /** As the header names it: the time, the instance of the api, and its count. */
  readonly text: string;
  /** When it was given out, in ms since 1970. */
  readonly at: number;
  /** The count of the instance. */
  readonly count: number;
}

/**
 * The id of a row's answer: the request's own where it has one row, otherwise with a dot and the number of the row behind it.
 *
 * @param row from 0
 */
export const rowId = (id: string, row: number, rows: number): string =>
  rows === 1 ? id : `${id}.${row + 1}`;

/**
 * A number from 0 to below 1 for each row of a request, spread evenly, and always the same for the same row: what is done
 * for a share of the answers is done where it is below the share, so that a smaller share lies within a larger one.
 *
 * @param row from 0
 */
export const drawOf = ({ count }: PredictionId, row: number): number => {
  // The finalizer of MurmurHash3; https://github.com/aappleby/smhasher/blob/master/src/MurmurHash3.cpp
  let bits = Math.imul(count, 0x9e3779b1) ^ Math.imul(row + 1, 0x85ebca77);
  bits = Math.imul(bits ^ (bits >>> 16), 0x85ebca6b);
  bits = Math.imul(bits ^ (bits >>> 13), 0xc2b2ae35);
  return ((bits ^ (bits >>> 16)) >>> 0) / 2 ** 32;
};
