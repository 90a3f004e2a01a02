import type { ProblemCode } from "./errors.js";

/** Where in a batch a problem lies. */
export interface Place {
  /** A name of the manifest's, never one of the caller's. */
  readonly feature?: string | undefined;
  /** Counted from 1, without a header line. */
  readonly row?: number | undefined;
}

/** Ends the handling of a request with a problem of the catalogue; it holds nothing that the caller sent. */
export class Refusal extends Error {
  readonly code: ProblemCode;
  readonly place: Place;

  constructor(code: ProblemCode, place: Place = {}) {
    super(code);
    this.name = "Refusal";
    this.code = code;
    this.place = place;
  }
}
