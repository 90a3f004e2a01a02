import type { Meaning } from "../../azure/account-codes.js";
import { translateAnswer, type RequestSubject } from "../../azure/translate.js";
import type { DespliegaError } from "../../errors/error.js";
import {
  BlobChanged,
  BlobMissing,
  ContainerMissing,
  StoreUnreachable,
} from "../../errors/errors.js";
import { BrokenOff } from "./download.js";

/** The subject of an operation: a blob, a prefix, or {@link CONTAINER}. */
export interface ErrorSubject extends RequestSubject {
  /** Whether the name is that of a blob. */
  readonly isBlob: boolean;
}

/** The name of the container in errors. */
export const CONTAINER = "the container";

/** Translates an error of the Azure SDK into a storage error that names the blob. Other errors stay as they are. */
export const translate = (cause: unknown, subject: ErrorSubject): unknown => {
  const { url, name, isBlob, timedOut } = subject;
  if (cause instanceof BrokenOff && !timedOut)
    return new StoreUnreachable({ url, name, problem: cause.message }, { cause });
  return translateAnswer(cause, subject, (means: Meaning, options): DespliegaError | undefined => {
    if (means === "no container") return new ContainerMissing({ url }, options);
    if (means === "no blob" && isBlob) return new BlobMissing({ name }, options);
    if (means === "changed" && isBlob) return new BlobChanged({ name }, options);
    return undefined;
  });
};
