import { subjectOf, type Manifest } from "@despliega/storage";

import type { RouteTools } from "../protocol.js";

import type { Route } from "../../http/route.js";

/** `/v1`: the models that are served, and predictions for rows. */
export const v1Routes = ({ models, modelHandler, score }: RouteTools): readonly Route[] => [
  {
    method: "get",
    path: "/v1/models",
    handler: (_request, response) => {
      response.json({ models: models.all().map(({ release }) => summary(release.manifest)) });
    },
  },
  {
    method: "get",
    path: "/v1/models/:model",
    handler: modelHandler(({ model }) => ({
      body: JSON.stringify(description(model.release.manifest)),
    })),
  },
  { method: "post", path: "/v1/prediction", handler: score },
  { method: "post", path: "/v1/models/:model/prediction", handler: score },
];

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
  classes: manifest.classes ?? null,
  subject: subjectOf(manifest)?.name ?? null,
  features: manifest.features,
  threshold: manifest.threshold ?? null,
  privacy: manifest.privacy,
  metrics: manifest.metrics,
  gates: manifest.gates,
  lineage: manifest.lineage,
});
