import { constants } from "node:os";

/**
 * Ends the process on SIGTERM and SIGINT, with the exit code that a shell gives to a signal; This also works for the
 * first process of a container, which no signal ends by default.
 */
export const exitOnStopSignal = (): void => {
  for (const signal of ["SIGTERM", "SIGINT"] as const)
    process.once(signal, () => process.exit(128 + constants.signals[signal]));
};
