import type { Release } from "@despliega/storage";
import type { Logger } from "pino";

import { freshnessOf } from "./freshness.js";

/** Makes what logs one line when the features of a model become older than it allows, and one when they no longer are. */
export const staleTeller = (logger: Logger): ((release: Release) => void) => {
  const stale = new Set<string>();
  return (release) => {
    const { model, version } = release.manifest;
    const isStale = freshnessOf(release)?.isStale(Date.now()) === true;
    if (isStale === stale.has(model)) return;
    if (isStale) {
      stale.add(model);
      logger.warn({ model, version }, "features are older than the model allows");
    } else {
      stale.delete(model);
      logger.info({ model, version }, "features are as new as the model asks");
    }
  };
};
