import { integerOf } from "@despliega/storage";
import type { RequestHandler } from "express";

import { featuresAnswer, predictionAnswer, type OnScore, type WriteAnswer } from "../../answers.js";
import type { ApiResponse } from "../../http/api-response.js";
import { sendProblem } from "../../http/problem.js";
import { releaseName } from "../../http/release-header.js";
import { send } from "../../http/send.js";
import type { KeyedRelease } from "../../servable.js";
import type { Route } from "../route.js";

// What needs no other look: most ids are so short that every one of them is safe.
const SHORT = /^\d{1,15}$/;

/** The id in a url, by the rule by which an input's ids are read; undefined when it is none. */
const idOf = (text: string): number | null | undefined =>
  SHORT.test(text) ? Number(text) : integerOf(text);

// What is known of a person must not stay in a cache on the way.
const HEADERS = ["content-type", "application/json", "cache-control", "no-store"] as const;

/** The two urls of a model that is asked by key, where its manifest says. */
export const keyRoutes = (release: KeyedRelease, onScore: OnScore): readonly Route[] => {
  const { features, prediction } = release.manifest.serving.paths;
  const predict = predictionAnswer(release, onScore);
  return [
    { method: "get", path: features, handler: entityHandler(release, featuresAnswer(release)) },
    { method: "get", path: prediction, handler: entityHandler(release, predict) },
  ];
};

// Express parses the query of a url anew whenever it is asked for it, also when there is none.
const NO_QUERY: { readonly detalle?: unknown } = {};

const entityHandler = ({ manifest, table }: KeyedRelease, write: WriteAnswer): RequestHandler => {
  const name = releaseName(manifest);
  // One row for all requests: a handler has finished with it before the next one runs.
  const row = new Float64Array(manifest.features.length);

  return (request, response) => {
    const { id } = request.params as { readonly id: string };
    (response as unknown as ApiResponse).release = name;
    const entity = idOf(id);
    if (typeof entity !== "number") return sendProblem(response, "ENTITY_ID_INVALID");
    const { detalle = "false" } = request.url.includes("?") ? request.query : NO_QUERY;
    if (detalle !== "true" && detalle !== "false") return sendProblem(response, "DETAIL_INVALID");
    const at = table.find(entity);
    if (at === -1) return sendProblem(response, "ENTITY_UNKNOWN");
    table.read(at, row);
    send(response, 200, HEADERS, write(row, detalle === "true"));
  };
};
