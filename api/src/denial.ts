import type { ProblemCode } from "./errors.js";
import type { FlatHeaders } from "./http/flat-headers.js";

/** A caller who is not let in, and the headers that say what to do. */
export interface Denial {
  readonly code: ProblemCode;
  readonly headers: FlatHeaders;
}
