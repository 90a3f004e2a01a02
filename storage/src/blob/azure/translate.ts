import { RestError } from "@azure/storage-blob";

import { DespliegaError } from "../../errors/error.js";
import {
  BlobChanged,
  BlobMissing,
  ContainerMissing,
  StoreRefused,
  StoreUnreachable,
} from "../../errors/errors.js";
import { codeOf, isRefusal, verdictOf } from "./answers.js";
import { BrokenOff } from "./download.js";

/** What an operation is about. */
export interface ErrorSubject {
  /** Of the container. */
  readonly url: string;
  /** A blob, a prefix, or {@link CONTAINER}. */
  readonly name: string;
  /** Whether it is a blob. */
  readonly isBlob: boolean;
  readonly timeoutSeconds: number;
  /** Whether the deadline passed. */
  readonly timedOut: boolean;
}

/** What errors call the container. */
export const CONTAINER = "the container";

/** Turns what the Azure SDK throws into a storage error that names the blob; leaves everything else as it is. */
export const translate = (
  cause: unknown,
  { url, name, isBlob, timeoutSeconds, timedOut }: ErrorSubject,
): unknown => {
  if (cause instanceof DespliegaError) return cause;
  const options = { cause };
  const unreachable = (problem: string) => new StoreUnreachable({ url, name, problem }, options);

  if (timedOut) return unreachable(`no answer within ${timeoutSeconds} s`);
  if (cause instanceof BrokenOff) return unreachable(cause.message);
  if (isCredential(cause))
    return new StoreRefused({ url, name, answer: "no token", cure: NO_IDENTITY }, options);
  if (!(cause instanceof RestError)) return cause;
  if (cause.statusCode === undefined) return unreachable(cause.code ?? cause.message);
  const answer = ["HTTP", cause.statusCode, codeOf(cause)]
    .filter((word) => word !== undefined)
    .join(" ");
  if (!isRefusal(cause)) return unreachable(answer);

  const { means, cure } = verdictOf(cause);
  if (means === "no container") return new ContainerMissing({ url }, options);
  if (means === "no blob" && isBlob) return new BlobMissing({ name }, options);
  if (means === "changed" && isBlob) return new BlobChanged({ name }, options);
  if (means === "wait") return unreachable(`${answer}; ${cure}`);
  return new StoreRefused({ url, name, answer, cure }, options);
};

const NO_IDENTITY =
  "this machine has no identity that can sign in: assign one, run `az login`, or set a key or connection string";

// The classes that @azure/identity throws have no common base.
const isCredential = (cause: unknown): boolean =>
  cause instanceof Error &&
  /^(?:CredentialUnavailable|(?:Aggregate)?Authentication)/.test(cause.name);
