import { constants } from "node:os";

/** Work that a signal leaves time for, such as the last word of a record. */
type LastWork = (signal: string) => Promise<unknown>;

const lastWork = new Set<LastWork>();

/** Milliseconds that a signal leaves. */
const LAST_MS = 2_000;

/**
 * Remembers work to do when a signal stops the process; it has two seconds.
 *
 * @returns a function that forgets it
 */
export const beforeStop = (work: LastWork): (() => void) => {
  lastWork.add(work);
  return () => void lastWork.delete(work);
};

/**
 * Ends the process on SIGTERM and SIGINT, with the exit code that a shell gives to a signal. This also works for the
 * first process of a container, which no signal ends by default. A second signal ends it at once.
 */
export const exitOnStopSignal = (): void => {
  for (const signal of ["SIGTERM", "SIGINT"] as const) {
    const exit = () => process.exit(128 + constants.signals[signal]);
    process.once(signal, () => {
      process.once(signal, exit);
      if (lastWork.size === 0) exit();
      setTimeout(exit, LAST_MS);
      void Promise.allSettled([...lastWork].map((work) => work(signal))).then(exit);
    });
  }
};
