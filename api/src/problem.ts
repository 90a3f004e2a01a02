import { STATUS_CODES, type ServerResponse } from "node:http";

import { PROBLEMS, type ProblemCode } from "./errors.js";

const EXTRA_HEADERS: { readonly [code in ProblemCode]?: Readonly<Record<string, string>> } = {
  METHOD_NOT_ALLOWED: { allow: "GET, HEAD" },
  NOT_READY: { "retry-after": "2" },
};

const answerOf = (code: ProblemCode) => {
  const { status, detail } = PROBLEMS[code];
  return {
    status,
    headers: { "content-type": "application/problem+json", ...EXTRA_HEADERS[code] },
    body: JSON.stringify({ title: STATUS_CODES[status], status, detail, code }),
  };
};

const ANSWERS = Object.fromEntries(
  (Object.keys(PROBLEMS) as ProblemCode[]).map((code) => [code, answerOf(code)]),
) as Readonly<Record<ProblemCode, ReturnType<typeof answerOf>>>;

/** Ends a response with a problem of the catalogue, as RFC 9457 writes it. */
export const sendProblem = (response: ServerResponse, code: ProblemCode): void => {
  const { status, headers, body } = ANSWERS[code];
  response.writeHead(status, headers).end(body);
};
