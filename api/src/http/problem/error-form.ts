import type { ProblemCode } from "../../errors/errors.js";
import type { Place } from "./problem-error.js";

/** A problem as RFC 9457 writes it, with the code of the catalogue and the place in the request. */
export interface Problem extends Place {
  readonly title: string | undefined;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
}

/** How a protocol writes an error. */
export interface ErrorForm {
  /** The content type; some clients read an error only under the one that their protocol names. */
  readonly type: "application/problem+json" | "application/json";
  /** The members that its clients read, beside those of the problem. */
  readonly members: (problem: Problem) => Readonly<Record<string, string>>;
  /** What each of these members is, by name. */
  readonly described: Readonly<Record<string, string>>;
}

/** A problem as RFC 9457 writes it, and nothing else. */
export const PLAIN_ERROR: ErrorForm = {
  type: "application/problem+json",
  members: () => ({}),
  described: {},
};
