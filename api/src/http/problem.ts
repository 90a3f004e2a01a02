import { STATUS_CODES, type ServerResponse } from "node:http";

import { PROBLEMS, type ProblemCode } from "../errors.js";
import type { Place } from "../refusal.js";
import type { ApiResponse, FlatHeaders } from "./exchange.js";
import { send } from "./send.js";

const EXTRA_HEADERS: { readonly [code in ProblemCode]?: FlatHeaders } = {
  NOT_READY: ["retry-after", "2"],
  OVERLOADED: ["retry-after", "1"],
  DEADLINE_EXCEEDED: ["retry-after", "1"],
  BATCH_FAILED: ["retry-after", "1"],
  AUDIT_UNAVAILABLE: ["retry-after", "2"],
};

// That somebody is unknown, or may not be asked about, must not stay in a cache either.
const HEADERS = ["cache-control", "no-store"] as const;

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
  /** What its clients read, beside the members of the problem. */
  readonly members: (problem: Problem) => Readonly<Record<string, string>>;
}

/** A problem as RFC 9457 writes it, and nothing else. */
export const PLAIN_ERROR: ErrorForm = { type: "application/problem+json", members: () => ({}) };

/**
 * A problem of the catalogue, ready to be sent.
 *
 * @param form of the protocol that is answered. Default: the plain one
 */
export const problemAnswer = (
  code: ProblemCode,
  { feature, row, expected }: Place = {},
  { type, members }: ErrorForm = PLAIN_ERROR,
) => {
  const { status, detail } = PROBLEMS[code];
  const problem = { title: STATUS_CODES[status], status, detail, code, feature, row, expected };
  return {
    status,
    headers: ["content-type", type, ...HEADERS, ...(EXTRA_HEADERS[code] ?? [])],
    body: JSON.stringify({ ...problem, ...members(problem) }),
  };
};

/** How the protocol that a response belongs to writes an error. */
export const errorFormOf = (response: ServerResponse): ErrorForm =>
  (response as Partial<ApiResponse>).errorForm ?? PLAIN_ERROR;

/**
 * Ends a response with a problem of the catalogue, in the way of its url's protocol.
 *
 * @param extra headers beside the problem's own
 */
export const sendProblem = (
  response: ServerResponse,
  code: ProblemCode,
  extra: FlatHeaders = [],
): void => {
  const { status, headers, body } = problemAnswer(code, {}, errorFormOf(response));
  send(response, status, extra.length === 0 ? headers : [...headers, ...extra], body);
};
