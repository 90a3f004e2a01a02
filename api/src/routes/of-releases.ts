import { Router } from "express";
import type { Release } from "@despliega/storage";

import type { OnScore } from "../answers.js";
import { isKeyed } from "../servable.js";
import { addKeyRoutes } from "./by-key.js";

/** All urls that releases answer on. */
export const releaseRoutes = (releases: readonly Release[], onScore: OnScore): Router => {
  const router = Router();
  for (const release of releases) if (isKeyed(release)) addKeyRoutes(router, release, onScore);
  return router;
};
