import type { RequestHandler } from "express";

import { deadlineIn } from "../../http/body/deadline.js";
import { SMALL_BYTES, statedLength } from "../../http/body/length.js";
import { readBody } from "../../http/body/read.js";
import { bodyType } from "../../http/body/type.js";
import type { ApiResponse } from "../../http/exchange/api-response.js";
import { releaseName } from "../../http/headers/release-header.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import { sendProblem } from "../../http/problem/problem.js";
import { withProblems } from "../../http/problem/with-problems.js";
import type { Route } from "../../http/route.js";
import { send } from "../../http/send.js";
import { predictionAnswer, type WriteAnswer } from "../../serving/answers.js";
import { featuresAnswer } from "../../serving/features-answer.js";
import type { ReleaseTools } from "../protocol.js";
import { jsonOf } from "../rows/json.js";
import { isProblem, keyInBody, keyInUrl, type ReadKey } from "./key.js";
import type { KeyedRelease } from "./keyed-release.js";

// What is known of a person must not stay in a cache on the way.
const HEADERS = ["content-type", "application/json", "cache-control", "no-store"] as const;

/** The two urls of a model that answers by key, at the paths of its manifest. */
export const keyRoutes = (release: KeyedRelease, tools: ReleaseTools): readonly Route[] => {
  const { paths, ask } = release.manifest.serving;
  const inBody = ask === "body";
  const route = (path: string, write: WriteAnswer): Route => ({
    method: inBody ? "post" : "get",
    path,
    handler: inBody ? bodyHandler(release, write, tools) : urlHandler(release, write),
  });
  return [
    route(paths.features, featuresAnswer(release)),
    route(paths.prediction, predictionAnswer(release, tools.onScore)),
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
const answering = ({ manifest, table }: KeyedRelease, write: WriteAnswer): Answer => {
  // One row for all requests: a handler ends before the next one runs.
  const row = new Float64Array(manifest.features.length);

  return (request, response, key) => {
    if (isProblem(key)) return sendProblem(response, key);
    const { detalle = "false" } = request.url.includes("?") ? request.query : NO_QUERY;
    if (detalle !== "true" && detalle !== "false") return sendProblem(response, "DETAIL_INVALID");
    const at = table.find(key);
    if (at === -1) return sendProblem(response, "ENTITY_UNKNOWN");
    table.read(at, row);
    send(response, 200, HEADERS, write(row, detalle === "true"));
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

const JSON_BODY = { "application/json": "json" } as const;

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
    bodyType(request.headers, JSON_BODY);
    const stated = statedLength(request);
    if (stated !== Infinity && stated > SMALL_BYTES) throw new ProblemError("BODY_TOO_LARGE");
    const deadline = deadlineIn(requestTimeoutSeconds);
    try {
      const body = await readBody(request, SMALL_BYTES, deadline.signal);
      answer(request, response, keyInBody(keys, jsonOf(body)));
    } finally {
      deadline.clear();
    }
  });
};
