import { idleDeadline, type Deadline } from "./deadline.js";
import { retry } from "./retry.js";
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
  const errorOf = (cause: unknown, name: string, isBlob: boolean, { signal }: Deadline) =>
    translate(cause, { url, name, isBlob, timeoutSeconds, timedOut: signal.aborted });

  const once = async <T>(
    name: string,
    isBlob: boolean,
    request: (deadline: Deadline) => Promise<T>,
  ): Promise<T> => {
    const deadline = idleDeadline(timeoutSeconds * 1_000);
    try {
      return await retry(deadline, () => request(deadline));
    } catch (cause) {
      throw errorOf(cause, name, isBlob, deadline);
    } finally {
      deadline.clear();
    }
  };

  async function* each<T>(
    name: string,
    isBlob: boolean,
    read: (deadline: Deadline) => AsyncIterable<T>,
  ): AsyncGenerator<T, void> {
    const deadline = idleDeadline(timeoutSeconds * 1_000);
    try {
      for await (const item of read(deadline)) {
        deadline.clear();
        yield item;
        deadline.heard();
      }
    } catch (cause) {
      throw errorOf(cause, name, isBlob, deadline);
    } finally {
      deadline.clear();
    }
  }

  return {
    blob: (name, request) => once(name, true, request),
    container: (request) => once(CONTAINER, false, request),
    chunks: (name, read) => each(name, true, read),
    listing: (prefix, read) => each(prefix || CONTAINER, false, read),
  };
};
