import { DespliegaError } from "../errors/error.js";
import { StoreRefused, StoreUnreachable } from "../errors/errors.js";
import type { Meaning } from "./account-codes.js";
import { codeOf, isRefusal, isRestError, verdictOf } from "./answers.js";

/** The subject of a request, for the error that it may end with. */
export interface RequestSubject {
  /** Of the container or table. */
  readonly url: string;
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Whether the deadline passed. */
  readonly timedOut: boolean;
}

/**
 * Translates an error of an Azure SDK into a storage error that names its subject. Other errors stay as they are.
 *
 * @param own makes the error for what only one service means; undefined where the service has none for it
 */
export const translateAnswer = (
  cause: unknown,
  { url, name, timeoutSeconds, timedOut }: RequestSubject,
  own: (means: Meaning, options: ErrorOptions) => DespliegaError | undefined,
): unknown => {
  if (cause instanceof DespliegaError) return cause;
  const options = { cause };
  const unreachable = (problem: string) => new StoreUnreachable({ url, name, problem }, options);

  if (timedOut) return unreachable(`no answer within ${timeoutSeconds} s`);
  if (isCredential(cause))
    return new StoreRefused({ url, name, answer: "no token", cure: NO_IDENTITY }, options);
  if (!isRestError(cause)) return cause;
  if (cause.statusCode === undefined) return unreachable(cause.code ?? cause.message);
  const answer = ["HTTP", cause.statusCode, codeOf(cause)]
    .filter((word) => word !== undefined)
    .join(" ");
  if (!isRefusal(cause)) return unreachable(answer);

  const { means, cure } = verdictOf(cause);
  const error = own(means, options);
  if (error !== undefined) return error;
  if (means === "wait") return unreachable(`${answer}; ${cure}`);
  return new StoreRefused({ url, name, answer, cure }, options);
};

const NO_IDENTITY =
  "this machine has no identity that can sign in: assign one, run `az login`, or set a key or connection string";

// The error classes of @azure/identity have no common base class.
const isCredential = (cause: unknown): boolean =>
  cause instanceof Error &&
  /^(?:CredentialUnavailable|(?:Aggregate)?Authentication)/.test(cause.name);
