import {
  ChampionMissing,
  eachTogether,
  inSpan,
  isSamePosition,
  listModels,
  readVerdict,
  type Release,
} from "@despliega/storage";

import { DecisionsUnservable, NoModel } from "../errors/errors.js";
import { createAuthorisation } from "../security/sensitive/authorisation.js";
import { openChallenger, type OpenChallenger } from "./challenger/open-challenger.js";
import { expiringCache } from "./expiring-cache.js";
import { firstLoad } from "./first-load.js";
import { followed, type Followed } from "./followed.js";
import { latch } from "./latch.js";
import { newestPointer } from "./newest-pointer.js";
import { championOpener, type OpenChampion } from "./open-champion.js";
import { createRefreshStates, problemOf } from "./refresh-states.js";
import { createReleaseCache } from "./release-cache.js";
import type { Releases, ReleasesOptions } from "./releases.js";
import { retry } from "./retry.js";
import { checkServable } from "./servable.js";
import { createSingleFlight } from "./single-flight.js";
import { strictnessCheck } from "./strictness.js";
import { staleTeller } from "./stale-teller.js";

/** Makes the singleton, with nothing in it yet. */
export const createReleases = (options: ReleasesOptions): Releases => {
  const { store, logger, models, refreshSeconds, startRetrySeconds = 0 } = options;
  const { authorisation = createAuthorisation(), checkDecisions = refuseDecisions } = options;
  const { sensitiveModels = new Map() } = options;
  const cache = createReleaseCache(models, refreshSeconds, (model) => void refresh(model));
  const clock = expiringCache(refreshSeconds);
  const states = createRefreshStates(logger);
  const readPointer = newestPointer(store);
  const openChampion = championOpener(store, logger);
  const checkStrictness = strictnessCheck(store, sensitiveModels);
  const open: OpenChampion = async (champion, served) => {
    const release = await openChampion(champion, served);
    await checkStrictness(release, champion, served);
    return release;
  };
  const checkTerms = async (release: Release): Promise<void> => {
    await authorisation.checkRelease(release.manifest);
    await checkDecisions(release);
  };
  const verdicts = followed(logger, "the newest verdict", (model) => readVerdict(store, model));
  const challengers: Followed<OpenChallenger> = followed(logger, "the challenger", (model) =>
    openChallenger(store, logger, cache.get(model), challengers.of(model)),
  );
  const tellStale = staleTeller(logger);
  const singleFlight = createSingleFlight();
  const complete = latch();
  let listing: string | undefined;

  const names = async () => models ?? (await listModels(store));
  const openIfComplete = () => {
    if (cache.current().length > 0 && states.models().every(cache.has)) complete.open();
  };

  const loadOnce = async (): Promise<void> => {
    const found = await names();
    const refreshed = refreshSeconds > 0;
    if (found.length === 0) reportNone(refreshed);
    const { releases, failures } = await firstLoad({
      models: found,
      open: async (model) => open(await readPointer(model)),
      checkTerms,
      refreshed,
    });
    for (const { manifest } of releases) states.succeeded(manifest.model);
    for (const [model, error] of failures) states.failed(model, error, "nothing");
    cache.put(...releases);
    releases.forEach(tellStale);
    // Nobody waits for them.
    for (const { manifest } of releases) void lookBeside(manifest.model);
  };

  const reportNone = (refreshed: boolean): void => {
    const none = new NoModel({ url: store.url });
    if (!refreshed) throw none;
    logger.warn(problemOf(none), "nothing to serve yet");
  };

  const load = async (): Promise<void> => {
    await retry(startRetrySeconds, logger, () => inSpan({ name: "load models" }, loadOnce));
    clock.set("models", true);
    openIfComplete();
    await complete.opened;
  };

  const swap = async (model: string): Promise<void> => {
    const champion = await readPointer(model);
    const served = cache.get(model);
    if (served !== undefined && isSamePosition(namesOf(served), champion)) return;
    const release = await open(champion, served);
    const check = () =>
      checkServable([
        ...cache.current().filter(({ manifest }) => manifest.model !== model),
        release,
      ]);
    check();
    await checkTerms(release);
    // Another model may have been swapped in meanwhile.
    check();
    cache.put(release);
  };

  /** A pointer is gone when the store answers twice that there is none; a store that does not answer proves nothing. */
  const isGone = async (model: string, error: unknown): Promise<boolean> => {
    if (models !== undefined || !(error instanceof ChampionMissing)) return false;
    const found = await listModels(store).catch(() => [model]);
    return !found.includes(model);
  };

  const withdraw = (model: string): void => {
    states.forget(model);
    verdicts.forget(model);
    challengers.forget(model);
    if (cache.remove(model))
      logger.warn({ model }, "its champion is gone; the model is not served any more");
  };

  const lookBeside = async (model: string): Promise<void> => {
    await verdicts.look(model);
    await challengers.look(model);
  };

  const refreshOnce = async (model: string): Promise<void> => {
    try {
      await swap(model);
      states.succeeded(model);
      await lookBeside(model);
    } catch (error) {
      if (await isGone(model, error)) withdraw(model);
      else states.failed(model, error, cache.has(model) ? "the old release" : "nothing");
    }
    const served = cache.get(model);
    if (served !== undefined) tellStale(served);
    cache.renew(model);
    openIfComplete();
  };

  const refresh = (model: string) =>
    singleFlight(model, () =>
      inSpan({ name: "refresh", facts: { "despliega.model": model } }, () => refreshOnce(model)),
    );

  const discoverOnce = async (): Promise<void> => {
    try {
      const found = await names();
      // Readiness waits for every model that is found, not for the first that is opened.
      for (const model of found) states.found(model);
      await eachTogether(
        states.models().filter((model) => !cache.has(model)),
        refresh,
      );
      listing = undefined;
    } catch (error) {
      const { code, problem } = problemOf(error);
      if (problem !== listing) logger.error({ code, problem }, "models cannot be looked for");
      listing = problem;
    }
    clock.ttl("models");
  };

  const discover = () => singleFlight("", () => inSpan({ name: "look for models" }, discoverOnce));
  clock.on("expired", () => void discover());

  return {
    current: cache.current,
    status: () =>
      cache.current().map((release) => ({ release, ...states.of(release.manifest.model) })),
    refreshes: () => states.models().map((model) => ({ model, ...states.of(model) })),
    ready: complete.isOpen,
    load,
    refresh,
    discover,
    onSwap: cache.onSwap,
    verdictOf: verdicts.of,
    challengerOf: challengers.of,
  };
};

const namesOf = ({ manifest: { version }, edition }: Release) => ({
  version,
  edition: edition && { name: edition.edition },
});

const refuseDecisions = async ({ manifest: { model, version, decisions } }: Release) => {
  if (decisions !== undefined)
    throw new DecisionsUnservable({ model, version, problem: "nothing keeps decisions here" });
};
