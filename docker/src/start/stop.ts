/** Ends what was started, last first. */
export interface Stop {
  /** Whether somebody asked to stop. */
  readonly requested: boolean;
  /** Remembers how to end something; what is started after the end began is ended at once. */
  add(end: () => Promise<unknown>): Promise<void>;
  /** Ends everything; every call waits for the same end. */
  now(): Promise<void>;
}

/** Stops everything and exits with code 0 on SIGINT (Ctrl-C), SIGTERM and SIGHUP. */
export const stopOnSignal = (): Stop => {
  const ends: (() => Promise<unknown>)[] = [];
  let requested = false;
  let ending: Promise<void> | undefined;
  const endAll = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  const now = () => (ending ??= endAll());
  const request = () => {
    requested = true;
    now().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, request);
  return {
    get requested() {
      return requested;
    },
    async add(end) {
      if (ending === undefined) ends.push(end);
      else await end();
    },
    now,
  };
};
