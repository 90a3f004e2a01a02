import { STATUS_CODES, type ServerResponse } from "node:http";

import { PROBLEMS, type ProblemCode } from "../errors.js";
import type { FlatHeaders } from "./exchange.js";
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

/** Members of a problem beside the standard ones. */
export type ProblemMembers = Readonly<Record<string, string | number | undefined>>;

/** A problem of the catalogue as RFC 9457 writes it, ready to be sent. */
export const problemAnswer = (code: ProblemCode, members: ProblemMembers = {}) => {
  const { status, detail } = PROBLEMS[code];
  return {
    status,
    headers: [...HEADERS, ...(EXTRA_HEADERS[code] ?? [])],
    body: JSON.stringify({ title: STATUS_CODES[status], status, detail, code, ...members }),
  };
};

const ANSWERS = Object.fromEntries(
  (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [code, problemAnswer(code)]),
) as Readonly<Record<ProblemCode, ReturnType<typeof problemAnswer>>>;

/**
 * Ends a response with a problem of the catalogue, as RFC 9457 writes it.
 *
 * @param extra headers beside the problem's own
 */
export const sendProblem = (
  response: ServerResponse,
  code: ProblemCode,
  extra: FlatHeaders = [],
): void => {
  const { status, headers, body } = ANSWERS[code];
  send(response, status, extra.length === 0 ? headers : [...headers, ...extra], body);
};
