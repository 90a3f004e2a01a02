import { DespliegaError } from "@despliega/storage";

/** Ends the process with code 1 and one line that says what to do; with the whole stack when it is a bug. */
export const exitWith = (error: unknown): never => {
  const line = error instanceof DespliegaError ? `${error.code}: ${error.message}` : stackOf(error);
  process.stderr.write(`${line}\n`);
  process.exit(1);
};

const stackOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? error.message) : String(error);

/**
 * Runs the work on the first SIGTERM or SIGINT and exits with code 0; a second signal of either kind ends the process at
 * once with code 1. Without this no signal would end the first process of a container.
 */
export const onStopSignal = (work: () => Promise<void>): void => {
  let stopping = false;
  const end = () => {
    if (stopping) process.exit(1);
    stopping = true;
    work().then(() => process.exit(0), exitWith);
  };
  process.on("SIGTERM", end).on("SIGINT", end);
};
