import { RestError } from "@azure/storage-blob";

import { DespliegaError } from "../error.js";
import {
  BlobChanged,
  BlobMissing,
  ContainerMissing,
  StoreRefused,
  StoreUnreachable,
} from "../errors.js";
import { BrokenOff } from "./azure-download.js";

interface Subject {
  readonly url: string;
  readonly name: string;
  readonly timeoutSeconds: number;
  /** Whether the deadline passed. */
  readonly timedOut: boolean;
}

/** Whether a condition on the write did not hold: 409 when a blob exists, 412 when an etag or a length differs. */
export const isConflict = (cause: unknown): boolean =>
  cause instanceof RestError && (cause.statusCode === 409 || cause.statusCode === 412);

/** Whether an append found another length; a 409 would mean that the blob is not one to append to. */
export const isWrongLength = (cause: unknown): boolean =>
  cause instanceof RestError && cause.statusCode === 412;

/** Whether there is no such blob. */
export const isMissing = (cause: unknown): boolean =>
  cause instanceof RestError && cause.statusCode === 404 && codeOf(cause) !== NO_CONTAINER;

/** Turns what the Azure SDK throws into a storage error that names the blob; leaves everything else as it is. */
export const translate = (
  cause: unknown,
  { url, name, timeoutSeconds, timedOut }: Subject,
): unknown => {
  if (cause instanceof DespliegaError) return cause;
  const options = { cause };
  const unreachable = (problem: string) => new StoreUnreachable({ url, name, problem }, options);

  if (timedOut) return unreachable(`no answer within ${timeoutSeconds} s`);
  if (cause instanceof BrokenOff) return unreachable(cause.message);
  if (isCredential(cause)) return new StoreRefused({ url, name, status: 401 }, options);
  if (!(cause instanceof RestError)) return cause;

  const status = cause.statusCode;
  const code = codeOf(cause);
  if (status === undefined) return unreachable(code ?? cause.message);
  if (status === 401 || status === 403) return new StoreRefused({ url, name, status }, options);
  if (code === NO_CONTAINER) return new ContainerMissing({ url }, options);
  if (status === 404) return new BlobMissing({ name }, options);
  if (status === 412) return new BlobChanged({ name }, options);
  return unreachable(["HTTP", status, code].filter((word) => word !== undefined).join(" "));
};

const NO_CONTAINER = "ContainerNotFound";

// Answers without a body carry their code in a header only.
const codeOf = ({ code, response }: RestError): string | undefined =>
  code ?? response?.headers.get("x-ms-error-code");

// The classes that @azure/identity throws have no common base.
const isCredential = (cause: unknown): boolean =>
  cause instanceof Error &&
  /^(?:CredentialUnavailable|(?:Aggregate)?Authentication)/.test(cause.name);
