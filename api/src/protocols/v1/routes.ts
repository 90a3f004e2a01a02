import { subjectOf, type Manifest, type Release, type Verdict } from "@despliega/storage";

import type { LoadedModel } from "../../serving/models.js";
import { freshnessOf, type Freshness } from "../../serving/freshness.js";

import type { RouteTools } from "../protocol.js";

import type { Route } from "../../http/route.js";

/** `/v1`: the models that are served, and predictions for rows. */
export const v1Routes = ({
  models,
  modelHandler,
  verdictOf,
  refreshOf,
  lastHour,
  score,
}: RouteTools): readonly Route[] => [
  {
    method: "get",
    path: "/v1/models",
    handler: (_request, response) => {
      const now = Date.now();
      const shown = ({ release: { manifest } }: LoadedModel) => ({
        ...summary(manifest),
        created: manifest.created,
        privacy: manifest.privacy,
        verdict: verdictAt(verdictOf(manifest.model), now),
        staleSeconds: refreshOf(manifest.model)?.staleSeconds ?? 0,
        lastHour: lastHour(manifest.model),
      });
      response.json({ models: models.all().map(shown) });
    },
  },
  {
    method: "get",
    path: "/v1/models/:model",
    handler: modelHandler(({ model: { release } }) => {
      const verdict = verdictAt(verdictOf(release.manifest.model), Date.now());
      return { body: JSON.stringify({ ...description(release), verdict }) };
    }),
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

const description = ({ manifest, edition }: Release) => ({
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
  freshness: freshnessAt(freshnessOf({ manifest, edition }), Date.now()),
});

const freshnessAt = (freshness: Freshness | undefined, now: number) => {
  if (freshness === undefined) return null;
  const { edition, made, newestEvent, limit } = freshness;
  const eventAge = freshness.eventAge(now);
  return {
    edition,
    made,
    ageSeconds: Math.floor(freshness.age(now)),
    newestEvent,
    eventAgeSeconds: eventAge === undefined ? null : Math.floor(eventAge),
    limitSeconds: limit?.seconds ?? null,
    stale: limit?.stale ?? null,
    isStale: freshness.isStale(now),
  };
};

const verdictAt = (newest: Verdict | undefined, now: number) => {
  if (newest === undefined) return null;
  const { id, at, version, verdict, summary } = newest;
  const ageSeconds = Math.max(0, Math.floor((now - Date.parse(at)) / 1_000));
  return { id, at, ageSeconds, version, verdict, summary };
};
