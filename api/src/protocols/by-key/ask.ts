import type { Request, RequestHandler } from "express";

import { andThen } from "../../http/and-then.js";
import type { ApiResponse } from "../../http/exchange/api-response.js";
import { releaseName } from "../../http/headers/release-header.js";
import { withProblems } from "../../http/problem/with-problems.js";
import { send } from "../../http/send.js";
import { requireDetails } from "../../security/details.js";
import { answeredOf } from "../../serving/observed/answered-of.js";
import { predictorOf, readEntities, scoreBatch } from "../../serving/predictor.js";
import { requireKey, type Batch } from "../../serving/signature/batch.js";
import { aboutKey, batchOfRecord, inKeyField } from "../../serving/signature/records.js";
import type { ReleaseTools } from "../protocol.js";
import { detailOf } from "../rows/detail.js";
import { rowAnswers } from "../rows/row-answers.js";
import { HEADERS } from "./headers.js";
import { jsonBody } from "./json-body.js";
import { keyInUrl } from "./key.js";
import type { KeyedRelease } from "./keyed-release.js";

/** Makes the handler that predicts for an entity by its key and the features in the body of the request. */
export const askHandler = (
  release: KeyedRelease,
  { onScore, observe, requestTimeoutSeconds }: ReleaseTools,
): RequestHandler => {
  const { manifest } = release;
  const { keys, ask } = manifest.serving;
  const predictor = predictorOf(release);
  const name = releaseName(manifest);

  const batchOf = (request: Request, json: unknown): Batch => {
    if (ask === "body") return batchOfRecord(predictor.signature, json, inKeyField);
    const key = keyInUrl(keys, request.params as Readonly<Record<string, string>>);
    return batchOfRecord(predictor.signature, json, aboutKey(requireKey(key, undefined)));
  };

  return withProblems((request, response) => {
    const api = response as unknown as ApiResponse;
    api.release = name;
    const detail = detailOf(request);
    if (detail) requireDetails(manifest, api.caller);
    return andThen(jsonBody(request, requestTimeoutSeconds), (json) => {
      const batch = batchOf(request, json);
      readEntities(predictor, batch);
      const scores = scoreBatch(predictor, batch);
      onScore(manifest, predictor.reported(scores, 0), batch.unknown.has(0));
      const observation = observe(manifest);
      const id = observation?.nextId();
      const told = id && observation?.toldId(id);
      const body = rowAnswers(predictor, batch, scores, { detail, id: told });
      const answered = observation && answeredOf({ release, id: id!, batch, scores }, api);
      const give = (): undefined => {
        api.predictionId = told;
        send(response, 200, HEADERS, body);
        observation?.after(answered!);
      };
      const kept = observation?.before(answered!);
      return kept === undefined ? give() : kept.then(give);
    });
  });
};
