/** Runs work under a name; a call under the name of running work gets the same run. */
export type SingleFlight = (name: string, work: () => Promise<void>) => Promise<void>;

/** Makes a {@link SingleFlight} with nothing running. */
export const createSingleFlight = (): SingleFlight => {
  const running = new Map<string, Promise<void>>();
  return (name, work) => {
    const known = running.get(name);
    if (known !== undefined) return known;
    // The work may call under its own name at once: its run is known before it begins.
    const run = Promise.resolve()
      .then(work)
      .finally(() => running.delete(name));
    running.set(name, run);
    return run;
  };
};
