import {
  ChampionMissing,
  eachTogether,
  listModels,
  requireChampion,
  type Release,
} from "@despliega/storage";

import { NoModel } from "../errors.js";
import { patiently } from "../patiently.js";
import type { Releases, ReleasesOptions } from "../releases.js";
import { checkServable } from "../servable.js";
import { createGuard } from "../sensitive/guard.js";
import { expiring } from "./expiring.js";
import { firstLook } from "./first-look.js";
import { latch } from "./latch.js";
import { createLooks, problemOf } from "./looks.js";
import { createOnce } from "./once.js";
import { championOpener } from "./open-champion.js";

type Listener = (current: readonly Release[]) => void;

/** Makes the singleton, with nothing in it yet. */
export const createReleases = (options: ReleasesOptions): Releases => {
  const { store, logger, models, refreshSeconds, startRetrySeconds = 0 } = options;
  const { guard = createGuard() } = options;
  const cache = expiring(refreshSeconds);
  const clock = expiring(refreshSeconds);
  const looks = createLooks(logger);
  const open = championOpener(store, logger);
  const once = createOnce();
  const listeners: Listener[] = [];
  const whole = latch();
  let listing: string | undefined;

  const names = async () => models ?? (await listModels(store));
  const serves = (model: string) => cache.keys().includes(model);
  const current = () => {
    const served = models?.filter(serves) ?? cache.keys().toSorted();
    return served.map((model) => cache.get<Release>(model)!);
  };
  const tell = () => {
    const releases = current();
    for (const listener of listeners) listener(releases);
  };
  const settle = () => {
    if (cache.keys().length > 0 && looks.models().every(serves)) whole.open();
  };

  const loadOnce = async (): Promise<void> => {
    const found = await names();
    const again = refreshSeconds > 0;
    if (found.length === 0) reportNone(again);
    const { releases, failures } = await firstLook({
      models: found,
      open: async (model) => open(await requireChampion(store, model)),
      guard,
      again,
    });
    for (const release of releases) {
      cache.set(release.manifest.model, release);
      looks.succeeded(release.manifest.model);
    }
    for (const [model, error] of failures) looks.failed(model, error, "nothing");
    tell();
  };

  const reportNone = (again: boolean): void => {
    const none = new NoModel({ url: store.url });
    if (!again) throw none;
    logger.warn(problemOf(none), "nothing to serve yet");
  };

  const load = async (): Promise<void> => {
    await patiently(startRetrySeconds, logger, loadOnce);
    clock.set("models", true);
    settle();
    await whole.opened;
  };

  const takeOver = async (model: string): Promise<void> => {
    const champion = await requireChampion(store, model);
    if (cache.get<Release>(model)?.manifest.version === champion.version) return;
    const release = await open(champion);
    const check = () =>
      checkServable([...current().filter(({ manifest }) => manifest.model !== model), release]);
    check();
    await guard.admit(release.manifest);
    // Another model may have been swapped in meanwhile.
    check();
    cache.set(model, release);
    tell();
  };

  /** A pointer is gone when the store answers that there is none, twice; a store that does not answer says nothing. */
  const isGone = async (model: string, error: unknown): Promise<boolean> => {
    if (models !== undefined || !(error instanceof ChampionMissing)) return false;
    const found = await listModels(store).catch(() => [model]);
    return !found.includes(model);
  };

  const withdraw = (model: string): void => {
    looks.forget(model);
    if (cache.del(model) === 0) return;
    logger.warn({ model }, "its champion is gone; the model is not served any more");
    tell();
  };

  const renew = async (model: string): Promise<void> => {
    try {
      await takeOver(model);
      looks.succeeded(model);
    } catch (error) {
      if (await isGone(model, error)) withdraw(model);
      else looks.failed(model, error, serves(model) ? "the old release" : "nothing");
    }
    cache.ttl(model);
    settle();
  };

  const refresh = (model: string) => once(model, () => renew(model));

  const lookForModels = async (): Promise<void> => {
    try {
      const found = await names();
      const known = looks.models().filter((model) => !serves(model));
      const unserved = found.filter((model) => !serves(model));
      await eachTogether([...new Set([...known, ...unserved])], refresh);
      listing = undefined;
    } catch (error) {
      const { code, problem } = problemOf(error);
      if (problem !== listing) logger.error({ code, problem }, "models cannot be looked for");
      listing = problem;
    }
    clock.ttl("models");
  };

  const discover = () => once("", lookForModels);

  cache.on("expired", (model: string) => void refresh(model));
  clock.on("expired", () => void discover());

  return {
    current,
    status: () => current().map((release) => ({ release, ...looks.of(release.manifest.model) })),
    looks: () => looks.models().map((model) => ({ model, ...looks.of(model) })),
    ready: whole.isOpen,
    load,
    refresh,
    discover,
    onSwap: (listener) => void listeners.push(listener),
  };
};
