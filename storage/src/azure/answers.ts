import type { RestError } from "@azure/storage-blob";

import { ACCOUNT_CODES, AUTHENTICATION_DETAILS, type AccountCode } from "./account-codes.js";

/** Whether a cause is an answer of the account, or a request without one. The SDKs of all services share that class. */
export const isRestError = (cause: unknown): cause is RestError =>
  cause instanceof Error && cause.name === "RestError";

/** Whether another writer was faster. The account's code decides, because a lease causes the same status. */
export const isConflict = (cause: unknown): boolean => meansOf(cause) === "changed";

/** Whether the blob exists and the credentials may only create blobs. The account checks that before any condition. */
export const isOverwriteRefused = (cause: unknown): boolean =>
  isRestError(cause) && codeOf(cause) === "UnauthorizedBlobOverwrite";

/** Whether there is no such blob. */
export const isMissing = (cause: unknown): boolean => meansOf(cause) === "no blob";

/** Whether there is no such container. */
export const isContainerMissing = (cause: unknown): boolean => meansOf(cause) === "no container";

/** Whether the credentials lack a right. */
export const isForbidden = (cause: unknown): boolean =>
  isRestError(cause) && (cause.statusCode === 401 || cause.statusCode === 403);

/** Whether the same request may succeed soon and the SDK does not repeat it by itself. */
export const isTransient = (cause: unknown): boolean =>
  meansOf(cause) === "wait" && !RETRIED_BY_SDK.has((cause as RestError).statusCode ?? 0);

const RETRIED_BY_SDK: ReadonlySet<number> = new Set([500, 503]);

const meansOf = (cause: unknown): AccountCode["means"] | undefined =>
  isRestError(cause) && isRefusal(cause) ? verdictOf(cause).means : undefined;

/** Whether the account refused the request. A broken answer to a successful request is no refusal. */
export const isRefusal = ({ statusCode }: RestError): boolean =>
  statusCode !== undefined && statusCode >= 400;

type Verdict = Pick<AccountCode, "means" | "cure">;

/** The meaning of an answer, and what the user can do. */
export const verdictOf = (cause: RestError): Verdict => {
  const code = codeOf(cause);
  if (code !== undefined && Object.hasOwn(ACCOUNT_CODES, code)) {
    const { means, cure } = ACCOUNT_CODES[code as keyof typeof ACCOUNT_CODES];
    return { means, cure: code === "AuthenticationFailed" ? (detailOf(cause) ?? cure) : cure };
  }
  // An unknown code may stand for any conflict, so the status alone is no reason for a retry.
  if (TRANSIENT_STATUSES.has(cause.statusCode ?? 0))
    return { means: "wait", cure: "try again, and look at the account's health" };
  return { means: "refused", cure: code === undefined ? NO_CODE : UNKNOWN };
};

const TRANSIENT_STATUSES: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const UNKNOWN = "look up what the account means by that code";
const NO_CODE =
  "the answer has no code of Azure Storage: check the url, and for a proxy that answers in its place";

// The text may contain the signed string, so errors do not repeat it.
const detailOf = ({ message, response }: RestError): string | undefined => {
  const text = `${message} ${response?.bodyAsText ?? ""}`;
  return AUTHENTICATION_DETAILS.find(({ detail }) => text.includes(detail))?.cure;
};

/**
 * The code of an answer. An answer without a body, or with a truncated one, has it in a header only. The table service
 * has it in the body only.
 */
export const codeOf = ({ code, response, details }: RestError): string | undefined => {
  const { odataError } = (details ?? {}) as { readonly odataError?: { readonly code?: string } };
  const named = response?.headers.get("x-ms-error-code") ?? odataError?.code;
  return named ?? (code === UNREADABLE ? undefined : code);
};

/** The SDK's own code for a body that it cannot read. */
const UNREADABLE = "PARSE_ERROR";
