import { Router } from "express";

import { createBatchPool } from "../batch/pool.js";
import { followModels } from "../doors/models.js";
import type { OnScore } from "../answers.js";
import type { Releases } from "../releases.js";
import { createGuard, type Guard } from "../sensitive/guard.js";
import { askingOf } from "./asking.js";
import { mlflowRoutes } from "./mlflow.js";
import { scoringHandlers } from "./scoring.js";
import { v1Routes } from "./v1.js";
import { v2Routes } from "./v2.js";

/** What scoring rows needs. */
export interface DoorsOptions {
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

/** The urls at which rows are scored and models described. */
export interface Doors {
  readonly routes: Router;
  /** Ends the threads. */
  readonly close: () => Promise<void>;
}

/** Makes the doors, once: what is loaded may change under them. */
export const createDoors = ({
  releases,
  defaultModel,
  batchWorkers,
  batchQueue = 8,
  maxBodyBytes,
  requestTimeoutSeconds,
  onScore = () => {},
  guard = createGuard(),
}: DoorsOptions): Doors => {
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
  routes.use(v1Routes(models, asking, scoring));
  routes.use(mlflowRoutes(models, scoring));
  routes.use(v2Routes(models, asking, scoring));
  return { routes, close: pool.close };
};
