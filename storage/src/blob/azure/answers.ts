import { RestError } from "@azure/storage-blob";

import { ACCOUNT_CODES, AUTHENTICATION_DETAILS, type AccountCode } from "./account-codes.js";

/** Whether somebody else wrote the blob first: by the account's code, as a lease answers with the same status. */
export const isConflict = (cause: unknown): boolean => meansOf(cause) === "changed";

/** Whether a blob is there and the credentials may create blobs only; the account tells that before any condition. */
export const isOverwriteRefused = (cause: unknown): boolean =>
  cause instanceof RestError && codeOf(cause) === "UnauthorizedBlobOverwrite";

/** Whether there is no such blob. */
export const isMissing = (cause: unknown): boolean => meansOf(cause) === "no blob";

/** Whether there is no such container. */
export const isContainerMissing = (cause: unknown): boolean => meansOf(cause) === "no container";

/** Whether the credentials lack a right. */
export const isForbidden = (cause: unknown): boolean =>
  cause instanceof RestError && (cause.statusCode === 401 || cause.statusCode === 403);

/** Whether the same request may succeed soon, and the SDK has not tried it again by itself. */
export const isPassing = (cause: unknown): boolean =>
  meansOf(cause) === "wait" && !TRIED_BY_SDK.has((cause as RestError).statusCode ?? 0);

const TRIED_BY_SDK: ReadonlySet<number> = new Set([500, 503]);

const meansOf = (cause: unknown): AccountCode["means"] | undefined =>
  cause instanceof RestError && isRefusal(cause) ? verdictOf(cause).means : undefined;

/** Whether the account answered, and not with what was asked for; a broken answer to a request that succeeded is none. */
export const isRefusal = ({ statusCode }: RestError): boolean =>
  statusCode !== undefined && statusCode >= 400;

type Verdict = Pick<AccountCode, "means" | "cure">;

/** What an answer means, and what the user can do. */
export const verdictOf = (cause: RestError): Verdict => {
  const code = codeOf(cause);
  if (code !== undefined && Object.hasOwn(ACCOUNT_CODES, code)) {
    const { means, cure } = ACCOUNT_CODES[code as keyof typeof ACCOUNT_CODES];
    return { means, cure: code === "AuthenticationFailed" ? (detailOf(cause) ?? cure) : cure };
  }
  // Which conflict an unknown code stands for is not known either: nobody may try again because of it.
  if (PASSING.has(cause.statusCode ?? 0))
    return { means: "wait", cure: "try again, and look at the account's health" };
  return { means: "refused", cure: code === undefined ? NO_CODE : UNKNOWN };
};

const PASSING: ReadonlySet<number> = new Set([408, 429, 500, 502, 503, 504]);
const UNKNOWN = "look up what the account means by that code";
const NO_CODE =
  "the answer has no code of Azure Storage: check the url, and for a proxy that answers in its place";

// The text may hold what was signed, and is not repeated.
const detailOf = ({ message, response }: RestError): string | undefined => {
  const text = `${message} ${response?.bodyAsText ?? ""}`;
  return AUTHENTICATION_DETAILS.find(({ detail }) => text.includes(detail))?.cure;
};

/** The code of an answer; those without a body carry it in a header only, and so does one whose body is cut. */
export const codeOf = ({ code, response }: RestError): string | undefined =>
  response?.headers.get("x-ms-error-code") ?? (code === RestError.PARSE_ERROR ? undefined : code);
