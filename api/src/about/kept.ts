import NodeCache from "node-cache";

/** Gives the value of a key: the kept one, or a new one. A second caller waits for the work of the first. */
export type Kept<T> = (key: string, make: () => Promise<T>) => Promise<T>;

/** Most values that are kept at once. */
const MOST = 1_000;

/**
 * Keeps values for a time, so that pages which are open cost the storage no more than one.
 *
 * @param seconds 0: for good
 * @param most values that are kept; all are forgotten before one more
 */
export const keptFor = <T>(seconds: number, most = MOST): Kept<T> => {
  const kept = new NodeCache({ stdTTL: seconds, checkperiod: 0, useClones: false });
  const running = new Map<string, Promise<T>>();
  return (key, make) => {
    const value = kept.get<T>(key);
    if (value !== undefined) return Promise.resolve(value);
    const work = running.get(key);
    if (work !== undefined) return work;
    const made = make()
      .then((fresh) => {
        if (kept.keys().length >= most) kept.flushAll();
        kept.set(key, fresh);
        return fresh;
      })
      .finally(() => running.delete(key));
    running.set(key, made);
    return made;
  };
};
