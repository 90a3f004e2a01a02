import type { Release } from "@despliega/storage";

import { expiringCache } from "./expiring-cache.js";

type Listener = (current: readonly Release[]) => void;

/** The releases that answer, one for each model. */
export interface ReleaseCache {
  readonly has: (model: string) => boolean;
  get(model: string): Release | undefined;
  /** All of them, in the order of the configured models or else by name. */
  readonly current: () => readonly Release[];
  /** Takes releases in, each in place of the model's one before. */
  put(...releases: readonly Release[]): void;
  /** Takes a model out; false when it was not there. */
  remove(model: string): boolean;
  /** Counts the time until a model's release expires from now on. */
  renew(model: string): void;
  /** Calls back after every {@link put} and {@link remove}. */
  readonly onSwap: (listener: Listener) => void;
}

/**
 * Makes an empty cache.
 *
 * @param models that are configured; undefined: any
 * @param seconds after which a release expires; 0: never. An expired release goes on answering
 * @param onExpired gets the model whose release has expired
 */
export const createReleaseCache = (
  models: readonly string[] | undefined,
  seconds: number,
  onExpired: (model: string) => void,
): ReleaseCache => {
  const cache = expiringCache(seconds);
  const listeners: Listener[] = [];
  cache.on("expired", onExpired);

  const has = (model: string) => cache.keys().includes(model);
  const current = () => {
    const served = models?.filter(has) ?? cache.keys().toSorted();
    return served.map((model) => cache.get<Release>(model)!);
  };
  const notify = () => {
    const releases = current();
    for (const listener of listeners) listener(releases);
  };

  return {
    has,
    get: (model) => cache.get<Release>(model),
    current,
    put(...releases) {
      for (const release of releases) cache.set(release.manifest.model, release);
      notify();
    },
    remove(model) {
      if (cache.del(model) === 0) return false;
      notify();
      return true;
    },
    renew: (model) => void cache.ttl(model),
    onSwap: (listener) => void listeners.push(listener),
  };
};
