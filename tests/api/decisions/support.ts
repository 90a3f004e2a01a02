import { createDecisions, observersOf, predictionIds } from "@despliega/api";
import { memoryBlobStore, readPredictionKey, type BlobStore } from "@despliega/storage";

import { SENSITIVE, versionOf, type TinyRelease } from "../../support/release.js";
import { DESPLIEGA_PSEUDONYM_KEYS } from "../../support/sensitive.js";
import { keyPair } from "../../storage/watch/decisions/support.js";
import { apiServing } from "../protocols/support.js";
import { capturedLog } from "../support.js";
import { testKey } from "../../support/test-key.js";

/** A model asked by key, and one about people, that account for every answer. */
export const RIESGO: TinyRelease = { description: { decisions: "durable" } };
export const VIH: TinyRelease = {
  model: "vih",
  version: versionOf(2),
  description: { ...SENSITIVE, decisions: "durable" },
};

export const PAIR = keyPair();
export const PREDICTION_KEY = readPredictionKey({
  DESPLIEGA_PREDICTION_KEY: testKey(7).toString("base64"),
})!;

type Options = Partial<Parameters<typeof createDecisions>[0]>;

/** What keeps decisions, with everything that both models need. */
export const decisionsOn = (store: BlobStore, options: Options = {}) => {
  const ids = predictionIds();
  const { logger } = capturedLog();
  const decisions = createDecisions({
    store,
    logger,
    instance: ids.instance,
    timeoutSeconds: 5,
    keys: PAIR.publicKeys,
    pseudonymKeys: DESPLIEGA_PSEUDONYM_KEYS,
    predictionKey: PREDICTION_KEY,
    ...options,
  });
  const { observe } = observersOf([decisions], ids, logger);
  return { observe, checkDecisions: decisions.checkRelease };
};

/** An api that keeps decisions in a store of its own. */
export const decidingApi = async (
  models: readonly TinyRelease[],
  { store = memoryBlobStore(), ...options }: Options = {},
  releases: BlobStore = memoryBlobStore(),
) => {
  const api = await apiServing(models, {
    store: releases,
    ...decisionsOn(store, options),
    ...(models.length === 1 ? {} : { defaultModel: "riesgo" }),
  });
  return { ...api, decisions: store };
};
