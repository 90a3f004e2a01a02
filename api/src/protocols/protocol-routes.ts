import type { Release } from "@despliega/storage";
import type { RequestHandler } from "express";
import type { Logger } from "pino";

import { createBodyMemory, type BodyMemory } from "../http/body/memory.js";
import { routerOf } from "../http/route.js";
import { createAuthorisation, type Authorisation } from "../security/sensitive/authorisation.js";
import type { OnScore } from "../serving/answers.js";
import { followModels } from "../serving/models.js";
import type { Observe } from "../serving/observed/observer.js";
import type { Releases } from "../serving/releases.js";
import { createModelHandler, type ModelHandler } from "./model-handler.js";
import type { LastHourOf, ReleaseTools } from "./protocol.js";
import { PROTOCOLS, ROWS_PROTOCOLS } from "./protocols.js";
import { rootOf } from "./root-of.js";
import { scoringHandlers, type OnRows } from "./rows/scoring.js";
import { createBatchPool } from "./rows/threads/pool.js";

/** What the protocols need. */
export interface ProtocolRoutesOptions {
  readonly releases: Releases;
  readonly logger: Logger;
  /** The model that answers where a url names none. Default: the only one. */
  readonly defaultModel?: string | undefined;
  /** Threads for large batches. */
  readonly batchWorkers: number;
  /** Batches that may be uploaded or wait while every thread is busy; the next one gets 503 at once. Default 8. */
  readonly batchQueue?: number;
  /** Largest body. */
  readonly maxBodyBytes: number;
  /** Memory that the bodies of all requests may take. Default: shares of what this process may use. */
  readonly bodyMemory?: BodyMemory;
  /** Time from a request's head to its answer. */
  readonly requestTimeoutSeconds: number;
  /** Default: none are counted. */
  readonly lastHour?: LastHourOf;
  /** Default: rows are not counted. */
  readonly onRows?: OnRows;
  /** Default: scores are not reported. */
  readonly onScore?: OnScore;
  /** Finds who observes answers. Default: nobody does. */
  readonly observe?: Observe;
  /** Default: one that refuses every sensitive model. */
  readonly authorisation?: Authorisation;
}

/** The urls of all protocols. */
export interface ProtocolRoutes {
  /** A swap of the urls that releases name is one assignment, and a request sees one side of it. */
  readonly routes: RequestHandler;
  /** Makes handlers of further urls that are about one model. */
  readonly modelHandler: ModelHandler;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** Makes the urls of all protocols, once: releases may be swapped under them. */
export const createProtocolRoutes = ({
  releases,
  logger,
  defaultModel,
  batchWorkers,
  batchQueue = 8,
  maxBodyBytes,
  bodyMemory = createBodyMemory(batchWorkers),
  requestTimeoutSeconds,
  lastHour = () => [],
  onRows = () => undefined,
  onScore = () => {},
  observe = () => undefined,
  authorisation = createAuthorisation(),
}: ProtocolRoutesOptions): ProtocolRoutes => {
  const { subjectFieldOf } = authorisation;
  const models = followModels({ releases, logger, subjectFieldOf, defaultModel });
  const pool = createBatchPool({ workers: batchWorkers, queue: batchQueue });
  const modelHandler = createModelHandler(models, authorisation);
  const scoring = scoringHandlers({
    modelHandler,
    pool,
    memory: bodyMemory,
    maxBodyBytes,
    timeoutSeconds: requestTimeoutSeconds,
    onScore,
    observe,
    onRows,
  });
  const ofRelease: ReleaseTools = { onScore, observe, requestTimeoutSeconds };
  const ofReleases = currentRoutes(releases, ofRelease);
  const { verdictOf } = releases;
  const refreshOf = (model: string) =>
    releases.refreshes().find((refreshes) => refreshes.model === model);
  const byRoot = new Map(
    ROWS_PROTOCOLS.flatMap((protocol) => {
      const router = routerOf(
        protocol.routes({
          ...{ models, modelHandler, verdictOf, refreshOf, lastHour },
          score: scoring(protocol),
        }),
      );
      return protocol.roots.map((root) => [root, router] as const);
    }),
  );
  const routes: RequestHandler = (request, response, next) => {
    const router = byRoot.get(rootOf(request.url));
    if (router === undefined) return ofReleases(request, response, next);
    return router(request, response, (error?: unknown) => {
      if (error) next(error);
      else ofReleases(request, response, next);
    });
  };
  const { close } = pool;
  return { routes, modelHandler, close };
};

/** Hands requests to the routes of the current releases. */
const currentRoutes = (releases: Releases, tools: ReleaseTools): RequestHandler => {
  let routes = releaseRoutes(releases.current(), tools);
  releases.onSwap((current) => {
    routes = releaseRoutes(current, tools);
  });
  return (request, response, next) => routes(request, response, next);
};

const releaseRoutes = (releases: readonly Release[], tools: ReleaseTools): RequestHandler =>
  routerOf(
    PROTOCOLS.flatMap(({ releaseRoutes }) =>
      releases.flatMap((release) => releaseRoutes?.(release, tools) ?? []),
    ),
  );
