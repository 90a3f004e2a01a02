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
const HEADERS = ["content-type", "application/problem+json", "cache-control", "no-store"] as const;

/** A problem as RFC 9457 writes it, with the code of the catalogue and the place in the request. */
export interface Problem extends Place {
  readonly title: string | undefined;
  readonly status: number;
  readonly detail: string;
  readonly code: ProblemCode;
}

/** Members that the clients of a protocol read of an error, beside those of the problem. */
export type ErrorMembers = (problem: Problem) => Readonly<Record<string, string>>;

const none: ErrorMembers = () => ({});

/**
 * A problem of the catalogue, ready to be sent.
 *
 * @param members of the protocol that is answered. Default: none
 */
export const problemAnswer = (
  code: ProblemCode,
  { feature, row, expected }: Place = {},
  members: ErrorMembers = none,
) => {
  const { status, detail } = PROBLEMS[code];
  const problem = { title: STATUS_CODES[status], status, detail, code, feature, row, expected };
  return {
    status,
    headers: [...HEADERS, ...(EXTRA_HEADERS[code] ?? [])],
    body: JSON.stringify({ ...problem, ...members(problem) }),
  };
};

/** The members of the protocol that a response belongs to. */
export const errorMembersOf = (response: ServerResponse): ErrorMembers =>
  (response as Partial<ApiResponse>).errorMembers ?? none;

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
  const { status, headers, body } = problemAnswer(code, {}, errorMembersOf(response));
  send(response, status, extra.length === 0 ? headers : [...headers, ...extra], body);
};
