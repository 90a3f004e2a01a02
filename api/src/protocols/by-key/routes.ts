import { asksFeatures, entityReader } from "@despliega/storage";
import type { Request, RequestHandler, Response } from "express";

import { andThen } from "../../http/and-then.js";
import type { ApiResponse } from "../../http/exchange/api-response.js";
import { releaseName } from "../../http/headers/release-header.js";
import { sendProblem } from "../../http/problem/problem.js";
import { answerProblem, withProblems } from "../../http/problem/with-problems.js";
import type { Route } from "../../http/route.js";
import { FORBIDDEN } from "../../security/authentication/token-denials.js";
import { detailsCheckOf } from "../../security/details.js";
import { isProblem, type ReadKey } from "../../serving/signature/key.js";
import type { ReleaseTools } from "../protocol.js";
import { askHandler } from "./ask.js";
import { entityFeatures, entityPrediction, type AnswerEntity } from "./entity-answer.js";
import { jsonBody } from "./json-body.js";
import { keyInBody, keyInUrl } from "./key.js";
import type { KeyedRelease } from "./keyed-release.js";

/** The two urls of a model that answers by key, at the paths of its manifest. */
export const keyRoutes = (release: KeyedRelease, tools: ReleaseTools): readonly Route[] => {
  const { features, serving } = release.manifest;
  const { paths, ask } = serving;
  const inBody = ask === "body";
  const route = (path: string, answer: AnswerEntity, shows: Shows): Route => ({
    method: inBody ? "post" : "get",
    path,
    handler: inBody
      ? bodyHandler(release, answer, shows, tools)
      : urlHandler(release, answer, shows),
  });
  return [
    route(paths.features, entityFeatures(release), "details"),
    asksFeatures(features)
      ? { method: "post", path: paths.prediction, handler: askHandler(release, tools) }
      : route(paths.prediction, entityPrediction(release, tools), "answer"),
  ];
};

/** What a url shows without `detalle`. */
type Shows = "answer" | "details";

// Express parses the query at every access to it, also when there is none.
const NO_QUERY: { readonly detalle?: unknown } = {};

type AnswerKey = (request: Request, response: Response, key: ReadKey) => Promise<void> | undefined;

/** Answers a request whose key was read. */
const answering = (release: KeyedRelease, answer: AnswerEntity, shows: Shows): AnswerKey => {
  const maySeeDetails = detailsCheckOf(release.manifest);
  const readEntity = entityReader(release)!;
  // One row for all requests: a handler ends before the next one runs.
  const row = new Float64Array(release.manifest.features.length);
  const refused = (response: Response, code: Parameters<typeof sendProblem>[1]): undefined => {
    sendProblem(response, code);
    return undefined;
  };

  return (request, response, key) => {
    if (isProblem(key)) return refused(response, key);
    const { detalle = "false" } = request.url.includes("?") ? request.query : NO_QUERY;
    if (detalle !== "true" && detalle !== "false") return refused(response, "DETAIL_INVALID");
    const asksDetails = shows === "details" || detalle === "true";
    if (asksDetails && maySeeDetails?.((response as unknown as ApiResponse).caller) === false) {
      sendProblem(response, FORBIDDEN.code, FORBIDDEN.headers);
      return undefined;
    }
    const known = readEntity(key, row);
    if (known === undefined) return refused(response, "ENTITY_UNKNOWN");
    return answer(response, { key, row, detail: detalle === "true", isNew: known === "new" });
  };
};

const urlHandler = (
  release: KeyedRelease,
  answerEntity: AnswerEntity,
  shows: Shows,
): RequestHandler => {
  const { keys } = release.manifest.serving;
  const name = releaseName(release.manifest);
  const answer = answering(release, answerEntity, shows);
  return (request, response) => {
    (response as unknown as ApiResponse).release = name;
    const key = keyInUrl(keys, request.params as Readonly<Record<string, string>>);
    return answer(request, response, key)?.catch((error: unknown) =>
      answerProblem(request, response, error),
    );
  };
};

const bodyHandler = (
  release: KeyedRelease,
  answerEntity: AnswerEntity,
  shows: Shows,
  { requestTimeoutSeconds }: ReleaseTools,
): RequestHandler => {
  const { keys } = release.manifest.serving;
  const name = releaseName(release.manifest);
  const answer = answering(release, answerEntity, shows);
  return withProblems((request, response) => {
    (response as unknown as ApiResponse).release = name;
    return andThen(jsonBody(request, requestTimeoutSeconds), (json) =>
      answer(request, response, keyInBody(keys, json)),
    );
  });
};
