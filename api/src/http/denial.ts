import type { ProblemCode } from "../errors/errors.js";
import type { FlatHeaders } from "./headers/flat-headers.js";

/** The problem that refuses a caller, and the headers that say what to do. */
export interface Denial {
  readonly code: ProblemCode;
  readonly headers: FlatHeaders;
}
