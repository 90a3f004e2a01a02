import { integerOf } from "@despliega/storage";
import type { RequestHandler } from "express";

import type { ApiResponse } from "../../http/exchange/api-response.js";
import { releaseName } from "../../http/headers/release-header.js";
import { sendProblem } from "../../http/problem/problem.js";
import type { Route } from "../../http/route.js";
import { send } from "../../http/send.js";
import {
  featuresAnswer,
  predictionAnswer,
  type OnScore,
  type WriteAnswer,
} from "../../serving/answers.js";
import type { KeyedRelease } from "./keyed-release.js";

// Most ids are so short that every one of them is a safe integer; they need no other check.
const SHORT = /^\d{1,15}$/;

/** The id in a url, by the rule by which an input's ids are read; undefined when it is none. */
const idOf = (text: string): number | null | undefined =>
  SHORT.test(text) ? Number(text) : integerOf(text);

// What is known of a person must not stay in a cache on the way.
const HEADERS = ["content-type", "application/json", "cache-control", "no-store"] as const;

/** The two urls of a model that answers by key, at the paths of its manifest. */
export const keyRoutes = (release: KeyedRelease, onScore: OnScore): readonly Route[] => {
  const { features, prediction } = release.manifest.serving.paths;
  const predict = predictionAnswer(release, onScore);
  return [
    { method: "get", path: features, handler: entityHandler(release, featuresAnswer(release)) },
    { method: "get", path: prediction, handler: entityHandler(release, predict) },
  ];
};

// Express parses the query at every access to it, also when there is none.
const NO_QUERY: { readonly detalle?: unknown } = {};

const entityHandler = ({ manifest, table }: KeyedRelease, write: WriteAnswer): RequestHandler => {
  const name = releaseName(manifest);
  // One row for all requests: a handler ends before the next one runs.
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
