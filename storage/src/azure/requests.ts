import { idleDeadline, type Deadline } from "./deadline.js";
import { retry } from "./retry.js";

/** How long a request may be silent, and what its error becomes. */
export interface RequestLimits {
  readonly timeoutSeconds: number;
  /** Translates an error of the SDK. */
  readonly translate: (cause: unknown, timedOut: boolean) => unknown;
}

/** Runs a request under a deadline, and sends it again while the account is busy. */
export const once = async <T>(
  { timeoutSeconds, translate }: RequestLimits,
  request: (deadline: Deadline) => Promise<T>,
): Promise<T> => {
  const deadline = idleDeadline(timeoutSeconds * 1_000);
  try {
    return await retry(deadline, () => request(deadline));
  } catch (cause) {
    throw translate(cause, deadline.signal.aborted);
  } finally {
    deadline.clear();
  }
};

/** Reads the items of a download or a listing under a deadline. The time that the consumer takes does not count. */
export async function* each<T>(
  { timeoutSeconds, translate }: RequestLimits,
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
    throw translate(cause, deadline.signal.aborted);
  } finally {
    deadline.clear();
  }
}
