/** Runs work under a name; whoever asks again while it runs is given the same run. */
export type Once = (name: string, work: () => Promise<void>) => Promise<void>;

/** Makes a {@link Once} with nothing running. */
export const createOnce = (): Once => {
  const running = new Map<string, Promise<void>>();
  return (name, work) => {
    const known = running.get(name);
    if (known !== undefined) return known;
    // The work may ask for itself at once: be known as running before it begins.
    const run = Promise.resolve()
      .then(work)
      .finally(() => running.delete(name));
    running.set(name, run);
    return run;
  };
};
