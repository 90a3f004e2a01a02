import type { IncomingMessage, ServerResponse } from "node:http";

import { SMALL_BYTES, statedLength } from "../body/length.js";
import { send } from "../send.js";
import type { ProblemError } from "./problem-error.js";
import { errorFormOf, problemAnswer, tellProblem } from "./problem.js";

const LINGER_MS = 1_000;

/**
 * Answers with a problem while the body may still be on its way. A small rest is read so that the connection can be
 * used again. Otherwise the connection is closed, but only once the caller is done or has had a second to notice: a
 * socket that is closed over unread bytes is reset, and takes the answer with it.
 */
export const refuse = (
  request: IncomingMessage,
  response: ServerResponse,
  { code, place, headers: more }: ProblemError,
): void => {
  const { status, headers: own, body } = problemAnswer(code, place, errorFormOf(response));
  const headers = [...own, ...more];
  tellProblem(response, code);
  const short = statedLength(request) <= SMALL_BYTES && code !== "BODY_TIMEOUT";
  if (short || request.complete || request.destroyed) return send(response, status, headers, body);

  const length = Buffer.byteLength(body);
  const closing = [...headers, "content-length", length, "connection", "close"] as string[];
  response.writeHead(status, closing).write(body);
  const end = (): void => {
    clearTimeout(timer);
    response.end();
  };
  const timer = setTimeout(end, LINGER_MS);
  request.once("close", end).resume();
};
