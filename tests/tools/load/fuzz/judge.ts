import { PROBLEMS } from "@despliega/api";

import type { WholeResponse } from "../lib/responses.js";
import { MARK, type FuzzRequest } from "./request.js";

/** What is wrong with a response, if anything is. */
export const faultIn = (
  { status, headers, body }: WholeResponse,
  { status: expected, methods, mayBeBusy = false }: FuzzRequest,
): string | undefined => {
  const text = body.toString();
  if (status >= 500 && status !== 503) return `status ${status}: ${text}`;
  if (expected !== undefined && status !== expected && !(mayBeBusy && status === 503))
    return `status ${status} instead of ${expected}: ${text.slice(0, 200)}`;
  if ([...headers.values(), text].some((part) => part.includes(MARK)))
    return `tells what was sent: ${text.slice(0, 200)}`;
  if (/^\s+at /m.test(text)) return `tells a stack: ${text.slice(0, 200)}`;
  if (!/^[0-9a-f-]{32,36}$/.test(headers.get("x-request-id") ?? "")) return "has no id";
  if (headers.get("x-content-type-options") !== "nosniff") return "has no security headers";
  if (status < 400 || methods.includes("HEAD")) return undefined;
  return problemFault(status, headers, text);
};

const ERROR_TYPES = new Set(["application/problem+json", "application/json"]);

const problemFault = (
  status: number,
  headers: WholeResponse["headers"],
  text: string,
): string | undefined => {
  if (!ERROR_TYPES.has(headers.get("content-type") ?? ""))
    return `is no problem: ${text.slice(0, 200)}`;
  const problem = JSON.parse(text) as { readonly code: string; readonly status: number };
  // The answer of a server without models to a client of the Open Inference Protocol.
  if (status === 503 && "live" in problem) return undefined;
  const known = PROBLEMS[problem.code as keyof typeof PROBLEMS] as
    { readonly status: number } | undefined;
  return known?.status === status && problem.status === status
    ? undefined
    : `is an unknown problem: ${text.slice(0, 200)}`;
};
