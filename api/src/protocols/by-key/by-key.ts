import { PLAIN_ERROR } from "../../http/problem/error-form.js";
import type { Protocol } from "../protocol.js";
import { byKeyEndpoints } from "./endpoints.js";
import { isKeyed } from "./keyed-release.js";
import { refusesStale, refuseStale } from "./refuse-stale.js";
import { keyRoutes } from "./routes.js";
import { tellRefused } from "./tell-refused.js";

/** Predictions for an entity by its key, at the urls that its release names. An error is a problem and nothing else. */
export const byKey: Protocol = {
  name: "by-key",
  roots: [],
  error: PLAIN_ERROR,
  releaseRoutes: (release, tools) =>
    isKeyed(release)
      ? tellRefused(release, tools, refuseStale(release, keyRoutes(release, tools)))
      : [],
  endpoints: {
    server: [],
    model: (release) => {
      if (!isKeyed(release)) return [];
      const endpoints = byKeyEndpoints(release);
      if (!refusesStale(release)) return endpoints;
      return endpoints.map((of) => ({ ...of, problems: [...of.problems, "FEATURES_STALE"] }));
    },
  },
};
