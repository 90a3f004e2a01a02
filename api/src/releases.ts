import {
  DespliegaError,
  listModels,
  openRelease,
  requireChampion,
  type BlobStore,
  type Champion,
  type Release,
} from "@despliega/storage";
import NodeCache from "node-cache";
import type { Logger } from "pino";

import { NoModel } from "./errors.js";
import { patiently } from "./patiently.js";
import { createGuard, type Guard } from "./sensitive/guard.js";
import { checkServable } from "./servable.js";

/** The singleton: the release that answers for each model. */
export interface Releases {
  /** What answers now: all models in their order, or none until {@link load} is done. */
  current(): readonly Release[];
  /** What answers now, and how sure it is that nothing newer was promoted. */
  status(): readonly ReleaseStatus[];
  /** Opens the champion of every model; all of them begin to answer at once. */
  load(): Promise<void>;
  /**
   * Looks at a model's pointer again. A new champion takes over once it has been opened beside the old one and passed
   * its checks; when that fails, the old one goes on, and one line is logged for as long as the problem stays the same.
   */
  refresh(model: string): Promise<void>;
  /** Calls back after every change of what answers. */
  onSwap(listener: (current: readonly Release[]) => void): void;
}

/** A release that answers. */
export interface ReleaseStatus {
  readonly release: Release;
  /** Refreshes that failed, since the process started. */
  readonly failures: number;
  /** Seconds since the pointer was last seen; 0 while the last look at it succeeded. */
  readonly staleSeconds: number;
}

/** What the singleton needs. */
export interface ReleasesOptions {
  readonly store: BlobStore;
  readonly logger: Logger;
  /** Undefined: every model that has a champion when the releases are loaded. */
  readonly models: readonly string[] | undefined;
  /** Seconds after which a pointer is looked at again; 0: never. */
  readonly refreshSeconds: number;
  /** Seconds for which a store that cannot be reached is tried again at the start. Default 0: not at all. */
  readonly startRetrySeconds?: number;
  /** Whom a release must pass. Default: one that lets no sensitive model pass. */
  readonly guard?: Guard;
}

interface Look {
  failures: number;
  /** On the clock of `performance.now()`. */
  lastSuccess: number;
  /** Why the last look failed; undefined when it succeeded. */
  problem: string | undefined;
}

/** Makes the singleton, with nothing in it yet. */
export const createReleases = (options: ReleasesOptions): Releases => {
  const { store, logger, models, refreshSeconds, startRetrySeconds = 0 } = options;
  const { guard = createGuard() } = options;
  const cache = new NodeCache({
    stdTTL: refreshSeconds,
    checkperiod: Math.min(1, refreshSeconds),
    useClones: false,
    deleteOnExpire: false,
  });
  const looks = new Map<string, Look>();
  const refreshing = new Map<string, Promise<void>>();
  const listeners: ((current: readonly Release[]) => void)[] = [];

  const current = () => cache.keys().map((model) => cache.get<Release>(model)!);

  const status = () =>
    current().map((release) => {
      const { failures, problem, lastSuccess } = looks.get(release.manifest.model)!;
      const stale = problem === undefined ? 0 : performance.now() - lastSuccess;
      return { release, failures, staleSeconds: Math.round(stale / 1_000) };
    });

  const open = async ({ model, version, manifest }: Champion): Promise<Release> => {
    const start = performance.now();
    const release = await openRelease(store, model, version, manifest);
    const ms = Math.round(performance.now() - start);
    logger.info({ model, version, entities: release.table?.rows, ms }, "release opened");
    return release;
  };

  const load = () => patiently(startRetrySeconds, logger, loadOnce);

  const loadOnce = async (): Promise<void> => {
    const names = models ?? (await listModels(store));
    if (names.length === 0) throw new NoModel({ url: store.url });
    const champions = await Promise.all(names.map((model) => requireChampion(store, model)));
    const releases = await Promise.all(champions.map(open));
    checkServable(releases);
    for (const { manifest } of releases) await guard.admit(manifest);
    for (const release of releases) {
      const { model } = release.manifest;
      cache.set(model, release);
      looks.set(model, { failures: 0, lastSuccess: performance.now(), problem: undefined });
    }
    for (const listener of listeners) listener(releases);
  };

  const takeOver = async (model: string): Promise<void> => {
    const champion = await requireChampion(store, model);
    if (cache.get<Release>(model)?.manifest.version === champion.version) return;
    const release = await open(champion);
    const after = current().map((old) => (old.manifest.model === model ? release : old));
    checkServable(after);
    await guard.admit(release.manifest);
    cache.set(model, release);
    for (const listener of listeners) listener(after);
  };

  const renew = async (model: string): Promise<void> => {
    const look = looks.get(model)!;
    try {
      await takeOver(model);
      if (look.problem !== undefined) logger.info({ model }, "refresh succeeds again");
      look.lastSuccess = performance.now();
      look.problem = undefined;
    } catch (error) {
      look.failures++;
      const { code, message } =
        error instanceof DespliegaError ? error : { code: "UNEXPECTED", message: String(error) };
      if (message !== look.problem)
        logger.error({ model, code, problem: message }, "refresh failed; the old release goes on");
      look.problem = message;
    }
    cache.ttl(model);
  };

  const refresh = (model: string): Promise<void> => {
    const running = refreshing.get(model);
    if (running !== undefined) return running;
    // An entry past its time says so at every look, and the first look is in here: be known as running before it.
    const work = Promise.resolve(model)
      .then(renew)
      .finally(() => refreshing.delete(model));
    refreshing.set(model, work);
    return work;
  };

  cache.on("expired", (model: string) => void refresh(model));

  return {
    current,
    status,
    load,
    refresh,
    onSwap: (listener) => void listeners.push(listener),
  };
};
