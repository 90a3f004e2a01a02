import { Router } from "express";
import type { Release } from "@despliega/storage";

import { isKeyed } from "../servable.js";
import { keyRoutes } from "./by-key.js";

/** All urls that releases answer on. */
export const releaseRoutes = (releases: readonly Release[]): Router => {
  const router = Router();
  for (const release of releases) if (isKeyed(release)) router.use(keyRoutes(release));
  return router;
};
