import { asksFeatures, entityReader } from "@despliega/storage";
import type { RequestHandler } from "express";

import type { ApiResponse } from "../../http/exchange/api-response.js";
import { releaseName } from "../../http/headers/release-header.js";
import { sendProblem } from "../../http/problem/problem.js";
import { withProblems } from "../../http/problem/with-problems.js";
import type { Route } from "../../http/route.js";
import { send } from "../../http/send.js";
import { predictionAnswer, type WriteAnswer } from "../../serving/answers.js";
import { featuresAnswer } from "../../serving/features-answer.js";
import { isProblem, type ReadKey } from "../../serving/signature/key.js";
import type { ReleaseTools } from "../protocol.js";
import { askHandler } from "./ask.js";
import { HEADERS } from "./headers.js";
import { jsonBody } from "./json-body.js";
import { keyInBody, keyInUrl } from "./key.js";
import type { KeyedRelease } from "./keyed-release.js";

/** The two urls of a model that answers by key, at the paths of its manifest. */
export const keyRoutes = (release: KeyedRelease, tools: ReleaseTools): readonly Route[] => {
  const { features, serving } = release.manifest;
  const { paths, ask } = serving;
  const inBody = ask === "body";
  const route = (path: string, write: WriteAnswer): Route => ({
    method: inBody ? "post" : "get",
    path,
    handler: inBody ? bodyHandler(release, write, tools) : urlHandler(release, write),
  });
  return [
    route(paths.features, featuresAnswer(release)),
    asksFeatures(features)
      ? { method: "post", path: paths.prediction, handler: askHandler(release, tools) }
      : route(paths.prediction, predictionAnswer(release, tools.onScore)),
  ];
};

// Express parses the query at every access to it, also when there is none.
const NO_QUERY: { readonly detalle?: unknown } = {};

type Answer = (
  request: Parameters<RequestHandler>[0],
  response: Parameters<RequestHandler>[1],
  key: ReadKey,
) => void;

/** Answers a request whose key was read. */
const answering = (release: KeyedRelease, write: WriteAnswer): Answer => {
  const readEntity = entityReader(release)!;
  // One row for all requests: a handler ends before the next one runs.
  const row = new Float64Array(release.manifest.features.length);

  return (request, response, key) => {
    if (isProblem(key)) return sendProblem(response, key);
    const { detalle = "false" } = request.url.includes("?") ? request.query : NO_QUERY;
    if (detalle !== "true" && detalle !== "false") return sendProblem(response, "DETAIL_INVALID");
    const known = readEntity(key, row);
    if (known === undefined) return sendProblem(response, "ENTITY_UNKNOWN");
    send(response, 200, HEADERS, write(row, detalle === "true", known === "new"));
  };
};

const urlHandler = (release: KeyedRelease, write: WriteAnswer): RequestHandler => {
  const { keys } = release.manifest.serving;
  const name = releaseName(release.manifest);
  const answer = answering(release, write);
  return (request, response) => {
    (response as unknown as ApiResponse).release = name;
    answer(request, response, keyInUrl(keys, request.params as Readonly<Record<string, string>>));
  };
};

const bodyHandler = (
  release: KeyedRelease,
  write: WriteAnswer,
  { requestTimeoutSeconds }: ReleaseTools,
): RequestHandler => {
  const { keys } = release.manifest.serving;
  const name = releaseName(release.manifest);
  const answer = answering(release, write);
  return withProblems(async (request, response) => {
    (response as unknown as ApiResponse).release = name;
    answer(request, response, keyInBody(keys, await jsonBody(request, requestTimeoutSeconds)));
  });
};
