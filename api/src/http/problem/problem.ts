import { STATUS_CODES, type ServerResponse } from "node:http";

import { PROBLEMS, type ProblemCode } from "../../errors/errors.js";
import type { ApiResponse } from "../exchange/api-response.js";
import type { FlatHeaders } from "../headers/flat-headers.js";
import { send } from "../send.js";
import { PLAIN_ERROR, type ErrorForm } from "./error-form.js";
import type { Place } from "./problem-error.js";

const EXTRA_HEADERS: { readonly [code in ProblemCode]?: FlatHeaders } = {
  NOT_READY: ["retry-after", "2"],
  OVERLOADED: ["retry-after", "1"],
  DEADLINE_EXCEEDED: ["retry-after", "1"],
  BATCH_FAILED: ["retry-after", "1"],
  AUDIT_UNAVAILABLE: ["retry-after", "2"],
  DECISION_UNAVAILABLE: ["retry-after", "2"],
};

// A problem says what is known of a person, too: it must not stay in a cache.
const HEADERS = ["cache-control", "no-store"] as const;

/**
 * A problem of the catalogue, ready to be sent.
 *
 * @param form the way of the url's protocol. Default: the plain one
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

/** Tells whom a problem concerns that it is sent. */
export const tellProblem = (response: ServerResponse, code: ProblemCode): void =>
  (response as Partial<ApiResponse>).onProblem?.(code);

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
  tellProblem(response, code);
  send(response, status, extra.length === 0 ? headers : [...headers, ...extra], body);
};
