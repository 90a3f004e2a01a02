import type { ProblemCode } from "../../errors/errors.js";
import type { FlatHeaders } from "../headers/flat-headers.js";

/** The place in a batch that a problem is about. */
export interface Place {
  /** A name of the manifest's, never one of the caller's. */
  readonly feature?: string | undefined;
  /** Counted from 1, without a header line. */
  readonly row?: number | undefined;
  /** What is allowed there, in words of the manifest's. */
  readonly expected?: string | undefined;
}

/** Ends the handling of a request with a problem of the catalogue; it holds nothing that the caller sent. */
export class ProblemError extends Error {
  readonly code: ProblemCode;
  readonly place: Place;
  /** Headers beside those of the problem. */
  readonly headers: FlatHeaders;

  constructor(code: ProblemCode, place: Place = {}, headers: FlatHeaders = []) {
    super(code);
    this.name = "ProblemError";
    this.code = code;
    this.place = place;
    this.headers = headers;
  }
}
