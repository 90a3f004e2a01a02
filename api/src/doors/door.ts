import type { Served } from "./served.js";

/** What a body can be written in. */
export type BodyType = "json" | "csv";

/** A request to score rows, as it came. */
export interface Call {
  readonly body: Uint8Array;
  readonly type: BodyType;
  /** Whether each answer shall say how it came about. */
  readonly detail: boolean;
  /** Writes a pseudonym as the caller may see it. Default: masked. */
  readonly show?: ((pseudonym: string) => string) | undefined;
}

/** Scored rows. */
export interface Scored {
  /** JSON, as the door's protocol writes an answer. */
  readonly body: string;
  /** One a row. */
  readonly scores: Float64Array;
  /** Whom each row is about; undefined for an open model. */
  readonly pseudonyms?: readonly string[] | undefined;
}

/**
 * A protocol to score rows by: reads a body as rows of features, and writes their scores as an answer. It depends on
 * nothing but its arguments, so that every thread answers alike.
 *
 * @throws Refusal
 */
export type Door = (served: Served, call: Call) => Scored;
