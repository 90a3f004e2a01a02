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

/** The subject of an operation. */
export interface ErrorSubject {
  /** The container's url. */
  readonly url: string;
  /** A blob, a prefix, or {@link CONTAINER}. */
  readonly name: string;
  /** Whether the name is that of a blob. */
  readonly isBlob: boolean;
  readonly timeoutSeconds: number;
  /** Whether the deadline passed. */
  readonly timedOut: boolean;
}

/** The name of the container in errors. */
export const CONTAINER = "the container";

/** Translates an error of the Azure SDK into a storage error that names the blob. Other errors stay as they are. */
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

// The error classes of @azure/identity have no common base class.
const isCredential = (cause: unknown): boolean =>
  cause instanceof Error &&
  /^(?:CredentialUnavailable|(?:Aggregate)?Authentication)/.test(cause.name);
