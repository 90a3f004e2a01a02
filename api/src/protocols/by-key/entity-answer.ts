import type { EntityKey } from "@despliega/storage";
import type { Response } from "express";

import type { ApiResponse } from "../../http/exchange/api-response.js";
import { send } from "../../http/send.js";
import { reportedScore, scoredAnswer } from "../../serving/answers.js";
import { featuresAnswer } from "../../serving/features-answer.js";
import { freshnessOf } from "../../serving/freshness.js";
import type { Answered } from "../../serving/observed/answered.js";
import type { ReleaseTools } from "../protocol.js";
import { HEADERS } from "./headers.js";
import type { KeyedRelease } from "./keyed-release.js";

/** An entity that was asked about and that the release has features for. */
export interface AskedEntity {
  readonly key: EntityKey;
  /** Its features, until the handler ends. */
  readonly row: Float64Array;
  readonly detail: boolean;
  readonly isNew: boolean;
}

/** Answers about an entity. @returns undefined when the answer was sent at once */
export type AnswerEntity = (response: Response, entity: AskedEntity) => Promise<void> | undefined;

/** Answers with the features of an entity. */
export const entityFeatures = (release: KeyedRelease): AnswerEntity => {
  const write = featuresAnswer(release);
  return (response, { row, detail, isNew }) => {
    send(response, 200, HEADERS, write(row, detail, isNew));
    return undefined;
  };
};

/** Scores the features of an entity and answers with the prediction. */
export const entityPrediction = (
  release: KeyedRelease,
  { onScore, observe }: ReleaseTools,
): AnswerEntity => {
  const { manifest, scorer } = release;
  const write = scoredAnswer(release, freshnessOf(release));
  const reported = reportedScore(manifest);
  // One array for all requests that nothing observes: a handler ends before the next one runs.
  const shared = new Float64Array(scorer.outputs);

  return (response, entity) => {
    const { key, row, detail, isNew } = entity;
    const observation = observe(manifest);
    const scores = observation === undefined ? shared : new Float64Array(scorer.outputs);
    scorer.scores(row, scores);
    onScore(manifest, reported(scores, 0), isNew);
    if (observation === undefined) {
      send(response, 200, HEADERS, write(row, scores, 0, detail, isNew));
      return undefined;
    }
    const api = response as unknown as ApiResponse;
    const id = observation.nextId();
    const told = observation.toldId(id);
    const body = write(row, scores, 0, detail, isNew, told);
    const answered: Answered = {
      release,
      id,
      at: Date.now(),
      rows: 1,
      values: row.slice(),
      scores,
      keys: [key],
      pseudonyms: undefined,
      unknown: isNew ? FIRST : NONE,
      caller: api.caller,
      requestId: api.requestId,
    };
    const give = (): undefined => {
      api.predictionId = told;
      send(response, 200, HEADERS, body);
      observation.after(answered);
    };
    const waiting = observation.before(answered);
    return waiting === undefined ? give() : waiting.then(give);
  };
};

const NONE: ReadonlySet<number> = new Set();
const FIRST: ReadonlySet<number> = new Set([0]);
