import type { ApiResponse } from "../../http/exchange/api-response.js";
import type { Route } from "../../http/route.js";
import type { ReleaseTools } from "../protocol.js";
import type { KeyedRelease } from "./keyed-release.js";

/** The routes of a release, whose observers are told of refused requests for predictions. */
export const tellRefused = (
  { manifest }: KeyedRelease,
  { observe }: ReleaseTools,
  routes: readonly Route[],
): readonly Route[] =>
  routes.map(({ path, handler, ...route }) =>
    path !== manifest.serving.paths.prediction
      ? { path, handler, ...route }
      : {
          ...route,
          path,
          handler: (request, response, next) => {
            const observation = observe(manifest);
            if (observation !== undefined)
              (response as unknown as ApiResponse).onProblem = (code) =>
                observation.refused(manifest, code);
            return handler(request, response, next);
          },
        },
  );
