import type { ApiResponse } from "../../http/exchange/api-response.js";
import { releaseName } from "../../http/headers/release-header.js";
import { sendProblem } from "../../http/problem/problem.js";
import type { Route } from "../../http/route.js";
import { freshnessOf } from "../../serving/freshness.js";
import type { KeyedRelease } from "./keyed-release.js";

/** Whether a model refuses requests for features that are older than it allows. */
export const refusesStale = ({ manifest }: KeyedRelease): boolean =>
  manifest.serving.freshness?.stale === "refuse";

/** The routes of a release, refused while its features are older than its model allows, where it says so. */
export const refuseStale = (release: KeyedRelease, routes: readonly Route[]): readonly Route[] => {
  if (!refusesStale(release)) return routes;
  const freshness = freshnessOf(release)!;
  const name = releaseName(release.manifest);
  return routes.map(({ handler, ...route }) => ({
    ...route,
    handler: (request, response, next) => {
      if (!freshness.isStale(Date.now())) return handler(request, response, next);
      (response as unknown as ApiResponse).release = name;
      return sendProblem(response, "FEATURES_STALE");
    },
  }));
};
