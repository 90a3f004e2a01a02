import { Champion, ManifestFields, Monitoring, VERDICTS, type Release } from "@despliega/storage";
import { z } from "zod";

import type { Endpoints } from "../openapi/document-part.js";
import { FROM_RELEASE, jsonAnswer, textAnswer, type Endpoint } from "../openapi/endpoint.js";
import { ref, schemaOf, type Json } from "../openapi/schema.js";
import { MOST_TOLD } from "./documents.js";

const SUMMARY = { model: true, version: true, task: true } as const;
const RELEASED = {
  version: true,
  created: true,
  estimator: true,
  metrics: true,
  gates: true,
  lineage: true,
} as const;

const threshold = ManifestFields.shape.threshold.unwrap().nullable();
const comparison = ManifestFields.shape.comparison.unwrap().nullable().meta({
  description:
    "With the champion at the time of the release; null where there was none to compare.",
});
const count = z.int().nonnegative();
const share = z.number().min(0).max(1);

const REPORT = ManifestFields.pick({
  ...SUMMARY,
  ...{ metrics: true, gates: true },
}).extend({
  comparison,
  classes: z.array(z.string()).nullable().meta({
    description: "Names of the classes; null for the labels 0 and 1, and for a regression.",
  }),
  threshold,
  evaluation: z.looseObject({}).nullable().meta({
    description:
      "What the report shows: metrics with intervals, curves, calibration, groups, and what the features weigh. Null for a release that does not keep it, and for a caller without the role for details.",
  }),
});

const CURVE = ManifestFields.pick(SUMMARY).extend({
  threshold: z.number().nullable().meta({ description: "The threshold in force." }),
  points: z
    .array(
      z.strictObject({
        threshold: z.number(),
        flagged: share,
        ...{ tp: count, fp: count, tn: count, fn: count },
        precision: share.nullable(),
        recall: share.nullable(),
      }),
    )
    .meta({
      description:
        "By rising threshold. Empty for a model that is no classification of two classes.",
    }),
});

const RELEASES = ManifestFields.pick({ model: true, version: true }).extend({
  releases: z
    .array(
      ManifestFields.pick(RELEASED).extend({
        features: z.array(z.string()).meta({ description: "Their names, in the model's order." }),
        ...{ threshold, comparison },
      }),
    )
    .max(MOST_TOLD.releases)
    .meta({ description: "Those that can be read, newest first, promoted or not." }),
});

const LINEAGE = z.strictObject({
  ...ManifestFields.pick({ model: true, version: true, created: true }).shape,
  run: z.string().nullable().meta({
    description:
      "The record of the run that published it, for `despliega runs --id`; null where it is not known.",
  }),
  mlflow: z.url().nullable().meta({
    description: "The page of the model at MLflow; null where the api is told of none.",
  }),
  ...ManifestFields.shape.lineage.shape,
});

const LEDGER = z.strictObject({
  model: z.string(),
  moves: z
    .array(Champion)
    .max(MOST_TOLD.moves)
    .meta({ description: "The moves of the pointer, newest first." }),
});

const MONITOR = z.strictObject({
  model: z.string(),
  verdicts: z
    .array(
      z.strictObject({
        id: z.string(),
        version: z.string(),
        verdict: z.enum(VERDICTS),
        from: z.iso.date(),
        to: z.iso.date(),
        answers: count,
        drifted: z.array(z.string()).meta({ description: "Features that drifted." }),
      }),
    )
    .max(MOST_TOLD.verdicts)
    .meta({ description: "Newest first." }),
  newest: Monitoring.nullable().meta({ description: "The newest `monitor.json`; null for none." }),
});

const SCHEMAS: Json = {
  ModelReport: schemaOf(REPORT),
  ModelCurve: schemaOf(CURVE),
  ModelReleases: schemaOf(RELEASES),
  ModelLineage: schemaOf(LINEAGE),
  ModelLedger: schemaOf(LEDGER),
  ModelMonitor: schemaOf(MONITOR),
};

/** These urls in the document. */
export const aboutEndpoints: Endpoints = {
  server: [],
  model: (release) => [
    endpoint(release, "report", "How good the model is, as its report says", "ModelReport"),
    endpoint(release, "curve", "What other thresholds would do", "ModelCurve"),
    endpoint(release, "releases", "The releases of the model", "ModelReleases"),
    endpoint(release, "lineage", "What the release was made of, and by which run", "ModelLineage"),
    endpoint(release, "ledger", "The moves of the model's pointer", "ModelLedger"),
    endpoint(release, "monitor", "The verdicts on what the model answered", "ModelMonitor"),
    {
      ...endpoint(release, "report.html", "The report as a page", "ModelReport"),
      id: `${release.manifest.model}.page`,
      problems: ["MODEL_UNKNOWN", "ROUTE_UNKNOWN", "NOT_READY", "DOCUMENT_UNAVAILABLE"],
      answer: { ...textAnswer("The page.", "text/html"), ...FROM_RELEASE },
    },
  ],
  schemas: SCHEMAS,
};

const endpoint = (
  { manifest: { model } }: Release,
  name: string,
  summary: string,
  schema: string,
): Endpoint => ({
  method: "get",
  path: `/v1/models/${model}/${name}`,
  id: `${model}.${name}`,
  tag: model,
  summary,
  answer: jsonAnswer(`${summary}.`, ref(schema), FROM_RELEASE),
  tagged: true,
  problems: ["MODEL_UNKNOWN", "NOT_READY", "DOCUMENT_UNAVAILABLE"],
});
