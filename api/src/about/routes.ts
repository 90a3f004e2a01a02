import { createHash } from "node:crypto";

import type { Champion, Manifest } from "@despliega/storage";

import type { Identity } from "../http/auth-result.js";
import type { ApiResponse } from "../http/exchange/api-response.js";
import { ProblemError } from "../http/problem/problem-error.js";
import type { Route } from "../http/route.js";
import type { ModelAnswer, ModelHandler, ModelRequest } from "../protocols/model-handler.js";
import { requireDetails, seesDetails } from "../security/details.js";
import { curveOf } from "./curve.js";
import type { Documents } from "./documents.js";
import { pagePolicy } from "./page-policy.js";

/** What the routes work with. */
export interface AboutTools {
  readonly modelHandler: ModelHandler;
  readonly documents: Documents;
  /** Where people look at MLflow; undefined: nowhere. */
  readonly mlflowUrl: string | undefined;
}

/** The urls that tell what is known of a model: its quality, its history and its verdicts. They change nothing. */
export const aboutRoutes = ({
  modelHandler,
  documents,
  mlflowUrl,
}: AboutTools): readonly Route[] => {
  const route = (
    name: string,
    answer: (manifest: Manifest, response: ApiResponse) => Promise<ModelAnswer>,
  ): Route => ({
    method: "get",
    path: `/v1/models/:model/${name}`,
    handler: modelHandler(({ model, response }: ModelRequest) =>
      answer(model.release.manifest, response),
    ),
  });
  const json = (
    name: string,
    body: (manifest: Manifest, caller: Identity | undefined) => Promise<object>,
  ): Route =>
    route(name, async (manifest, { caller }) =>
      tagged(JSON.stringify(await body(manifest, caller))),
    );

  return [
    json("report", async (manifest, caller) => ({
      ...summary(manifest),
      classes: manifest.classes ?? null,
      threshold: manifest.threshold ?? null,
      metrics: manifest.metrics,
      gates: manifest.gates,
      comparison: manifest.comparison ?? null,
      // It has the weights.
      evaluation: seesDetails(manifest, caller)
        ? ((await documents.json(manifest, "metrics.json")) ?? null)
        : null,
    })),
    json("curve", async (manifest) => {
      const threshold = manifest.threshold?.value;
      const metrics = await documents.json(manifest, "metrics.json");
      return {
        ...summary(manifest),
        threshold: threshold ?? null,
        points: curveOf(metrics, threshold),
      };
    }),
    json("releases", async ({ model, version }) => ({
      model,
      version,
      releases: (await documents.releases(model)).map(released),
    })),
    json("lineage", async (manifest) => ({
      model: manifest.model,
      version: manifest.version,
      created: manifest.created,
      run: manifest.run ?? null,
      mlflow: mlflowUrl === undefined ? null : pageAt(mlflowUrl, manifest.model),
      ...manifest.lineage,
    })),
    json("ledger", async ({ model }) => ({
      model,
      moves: (await documents.moves(model)).map(told),
    })),
    json("monitor", async ({ model }) => {
      const monitorings = await documents.monitorings(model);
      const [newest] = monitorings;
      return {
        model,
        verdicts: monitorings.map(({ id, document }) => ({
          id,
          version: document.version,
          verdict: document.verdict,
          from: document.window.from,
          to: document.window.to,
          answers: document.window.answers,
          drifted: document.drift.features.filter(isDrifted).map(({ feature }) => feature),
        })),
        newest: newest?.document ?? null,
      };
    }),
    route("report.html", async (manifest, response) => {
      // It shows the weights.
      requireDetails(manifest, response.caller);
      const page = await documents.text(manifest, "report.html");
      if (page === undefined) throw new ProblemError("ROUTE_UNKNOWN");
      response.policy = pagePolicy(page);
      return tagged(page, ["content-type", "text/html; charset=utf-8"]);
    }),
  ];
};

/** The page of a registered model, whose versions have ours as a tag. */
const pageAt = (mlflowUrl: string, model: string): string =>
  `${mlflowUrl.replace(/\/$/, "")}/#/models/${encodeURIComponent(model)}`;

/** An answer that a caller may keep as long as it asks whether it is still the same. */
const tagged = (body: string, headers?: readonly string[]): ModelAnswer => ({
  body,
  headers,
  tag: `"${createHash("sha256").update(body).digest("base64url").slice(0, 27)}"`,
});

const summary = ({ model, version, task }: Manifest) => ({ model, version, task });

/** A move without who was signed in, which is for those who may read the storage. */
const told = ({ signedIn: _ours, approvals, ...move }: Champion) => ({
  ...move,
  approvals: approvals && {
    ...approvals,
    given: approvals.given.map(({ signedIn: _theirs, ...approval }) => approval),
  },
});

const released = (manifest: Manifest) => ({
  version: manifest.version,
  created: manifest.created,
  estimator: manifest.estimator,
  metrics: manifest.metrics,
  features: manifest.features.map(({ name }) => name),
  threshold: manifest.threshold ?? null,
  gates: manifest.gates,
  comparison: manifest.comparison ?? null,
  lineage: manifest.lineage,
});

const isDrifted = ({
  against: { comparison, before },
}: {
  readonly against: {
    readonly comparison?: { readonly drifted: boolean } | undefined;
    readonly before?: { readonly drifted: boolean } | undefined;
  };
}): boolean => comparison?.drifted === true || before?.drifted === true;
