import type { Deadline } from "../../azure/deadline.js";
import { each, once, type RequestLimits } from "../../azure/requests.js";
import { CONTAINER, translate } from "./translate.js";

/** Runs requests to one container: each under a deadline, and with the SDK's errors translated. */
export interface Operations {
  /** Runs a request for a blob, and sends it again while the account is busy. */
  blob<T>(name: string, request: (deadline: Deadline) => Promise<T>): Promise<T>;
  /** Runs a request for the container in the same way. */
  container<T>(request: (deadline: Deadline) => Promise<T>): Promise<T>;
  /** Reads the chunks of a blob. The time that the consumer takes does not count. */
  chunks<T>(name: string, read: (deadline: Deadline) => AsyncIterable<T>): AsyncGenerator<T, void>;
  /** Reads the items of a listing in the same way. */
  listing<T>(
    prefix: string,
    read: (deadline: Deadline) => AsyncIterable<T>,
  ): AsyncGenerator<T, void>;
}

/**
 * Makes the operations of a container.
 *
 * @param url of the container, for errors
 * @param timeoutSeconds of silence after which an operation fails
 */
export const operationsOn = (url: string, timeoutSeconds: number): Operations => {
  const limits = (name: string, isBlob: boolean): RequestLimits => ({
    timeoutSeconds,
    translate: (cause, timedOut) =>
      translate(cause, { url, name, isBlob, timeoutSeconds, timedOut }),
  });
  return {
    blob: (name, request) => once(limits(name, true), request),
    container: (request) => once(limits(CONTAINER, false), request),
    chunks: (name, read) => each(limits(name, true), read),
    listing: (prefix, read) => each(limits(prefix || CONTAINER, false), read),
  };
};
