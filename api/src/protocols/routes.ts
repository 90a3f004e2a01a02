import type { Release } from "@despliega/storage";
import { Router, type RequestHandler } from "express";

import type { OnScore } from "../answers.js";
import { createBatchPool } from "../batch/pool.js";
import type { Releases } from "../releases.js";
import { createGuard, type Guard } from "../sensitive/guard.js";
import { followModels } from "../serving/models.js";
import { askingOf } from "./asking.js";
import type { Protocol } from "./protocol.js";
import { PROTOCOLS, ROWS_PROTOCOLS } from "./protocols.js";
import { routerOf } from "./route.js";
import { scoringHandlers } from "./scoring.js";

/** What the protocols need. */
export interface ProtocolRoutesOptions {
  readonly releases: Releases;
  /** The model that answers where none is named. Default: the only one. */
  readonly defaultModel?: string | undefined;
  /** Threads for bodies beyond 64 KiB. */
  readonly batchWorkers: number;
  /** Batches that may be uploaded or wait while every thread is busy; the next one gets 503 at once. Default 8. */
  readonly batchQueue?: number;
  /** Largest body. */
  readonly maxBodyBytes: number;
  /** Time from a request's head to its answer. */
  readonly requestTimeoutSeconds: number;
  /** Default: nobody is told. */
  readonly onScore?: OnScore;
  /** Default: one that lets no sensitive model pass. */
  readonly guard?: Guard;
}

/** The urls of all protocols. */
export interface ProtocolRoutes {
  /** The urls that releases name; a swap is one assignment, and a request sees one side of it. */
  readonly ofReleases: RequestHandler;
  /** All others. */
  readonly routes: Router;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** Makes the urls of all protocols, once: what is loaded may change under them. */
export const createProtocolRoutes = ({
  releases,
  defaultModel,
  batchWorkers,
  batchQueue = 8,
  maxBodyBytes,
  requestTimeoutSeconds,
  onScore = () => {},
  guard = createGuard(),
}: ProtocolRoutesOptions): ProtocolRoutes => {
  const models = followModels(releases, guard.personOf, defaultModel);
  const pool = createBatchPool({ workers: batchWorkers, queue: batchQueue });
  const asking = askingOf(models, guard);
  const scoring = scoringHandlers({
    asking,
    pool,
    maxBodyBytes,
    timeoutSeconds: requestTimeoutSeconds,
    onScore,
  });
  const routes = Router();
  for (const protocol of Object.values(ROWS_PROTOCOLS))
    routes.use(routerOf(protocol.routes({ models, asking, score: scoring(protocol) })));
  return { routes, ofReleases: currentRoutes(releases, onScore), close: pool.close };
};

/** Hands requests to the routes of what is loaded. */
const currentRoutes = (releases: Releases, onScore: OnScore): RequestHandler => {
  let routes = releaseRoutes(releases.current(), onScore);
  releases.onSwap((current) => {
    routes = releaseRoutes(current, onScore);
  });
  return (request, response, next) => routes(request, response, next);
};

const releaseRoutes = (releases: readonly Release[], onScore: OnScore): Router =>
  routerOf(
    PROTOCOLS.flatMap(({ releaseRoutes }: Protocol) =>
      releases.flatMap((release) => releaseRoutes?.(release, onScore) ?? []),
    ),
  );
