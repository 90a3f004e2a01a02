/** Ends what was started, last first. */
export interface Stop {
  /** Whether somebody asked to stop. */
  readonly requested: boolean;
  /** Remembers how to end something; what is started after a stop was asked for is ended at once. */
  add(end: () => Promise<unknown>): Promise<void>;
  now(): Promise<void>;
}

/** Stops everything and exits with code 0 on SIGINT (Ctrl-C) and SIGTERM. */
export const stopOnSignal = (): Stop => {
  const ends: (() => Promise<unknown>)[] = [];
  let requested = false;
  const now = async () => {
    for (let end = ends.pop(); end !== undefined; end = ends.pop()) await end();
  };
  const request = () => {
    if (requested) return;
    requested = true;
    now().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on("SIGINT", request).on("SIGTERM", request);
  return {
    get requested() {
      return requested;
    },
    async add(end) {
      if (requested) await end();
      else ends.push(end);
    },
    now,
  };
};
