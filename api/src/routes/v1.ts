import { subjectOf, type Manifest } from "@despliega/storage";
import { Router, type RequestHandler } from "express";

import type { DoorName } from "../doors/doors.js";
import type { Models } from "../doors/models.js";
import type { Asking } from "./asking.js";
import { methodNotAllowed, onlyPost } from "./method-not-allowed.js";
import { refusing } from "./refusing.js";

/** `/v1`: what is served, and predictions for rows. */
export const v1Routes = (
  models: Models,
  asking: Asking,
  scoring: (door: DoorName) => RequestHandler,
): Router => {
  const router = Router();
  router
    .route("/v1/models")
    .get(
      refusing((_request, response) => {
        response.json({ models: models.all().map(({ release }) => summary(release.manifest)) });
      }),
    )
    .all(methodNotAllowed);
  router
    .route("/v1/models/:model")
    .get(asking(({ open }) => ({ body: JSON.stringify(description(open.release.manifest)) })))
    .all(methodNotAllowed);
  router.route("/v1/prediction").post(scoring("v1")).all(onlyPost);
  router.route("/v1/models/:model/prediction").post(scoring("v1")).all(onlyPost);
  return router;
};

const summary = ({ model, version, question, task }: Manifest) => ({
  model,
  version,
  question,
  task,
});

const description = (manifest: Manifest) => ({
  ...summary(manifest),
  created: manifest.created,
  target: manifest.target,
  answer: manifest.serving.answer,
  subject: subjectOf(manifest)?.name ?? null,
  features: manifest.features,
  threshold: manifest.threshold ?? null,
  privacy: manifest.privacy,
  metrics: manifest.metrics,
  gates: manifest.gates,
  lineage: manifest.lineage,
});
