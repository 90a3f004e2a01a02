import type { Request, RequestHandler, Response } from "express";

import type { OnScore } from "../answers.js";
import type { BatchPool } from "../batch/pool.js";
import { INLINE_BYTES, statedLength } from "../body/length.js";
import { readBody } from "../body/read.js";
import { bodyType } from "../body/type.js";
import type { Call } from "../doors/door.js";
import { BODY_TYPES, DOORS, type DoorName } from "../doors/doors.js";
import type { Models, OpenModel } from "../doors/models.js";
import type { ApiResponse } from "../http/exchange.js";
import { releaseName } from "../http/release-header.js";
import { send } from "../http/send.js";
import { Refusal } from "../refusal.js";
import { refusing } from "./refusing.js";

/** What the urls that score rows need. */
export interface ScoringDeps {
  readonly models: Models;
  readonly pool: BatchPool;
  /** Largest body. */
  readonly maxBodyBytes: number;
  /** Time from a request's head to its answer. */
  readonly timeoutSeconds: number;
  readonly onScore: OnScore;
}

interface Answer {
  readonly body: string | Uint8Array;
  readonly scores: Float64Array;
}

// What is known of a person must not stay in a cache on the way.
const HEADERS = ["content-type", "application/json", "cache-control", "no-store"] as const;

/** Makes the handlers that score rows through a door; the path's `model` and `version` say which release. */
export const scoringHandlers = (deps: ScoringDeps): ((door: DoorName) => RequestHandler) => {
  const { models, pool, maxBodyBytes, timeoutSeconds, onScore } = deps;

  const answer = async (
    request: Request,
    door: DoorName,
    { release, served }: OpenModel,
  ): Promise<Answer> => {
    const type = bodyType(request.headers, BODY_TYPES[door]);
    const detail = door !== "v2" && detailOf(request);
    const stated = statedLength(request);
    if (stated !== Infinity && stated > maxBodyBytes) throw new Refusal("BODY_TOO_LARGE");
    // Whoever may need a thread asks for a place before the upload, so that 503 comes at once.
    const large = stated > INLINE_BYTES[type];
    if (large && !pool.enter()) throw new Refusal("OVERLOADED");
    const deadline = deadlineIn(timeoutSeconds);
    try {
      const body = await readBody(request, maxBodyBytes, deadline.signal);
      const call: Call = { body, type, detail };
      if (body.length <= INLINE_BYTES[type]) return DOORS[door](served, call);
      return await pool.run({ door, release, call }, deadline.signal);
    } finally {
      deadline.clear();
      if (large) pool.leave();
    }
  };

  return (door) =>
    refusing(async (request, response) => {
      const { model, version } = request.params as Readonly<Record<string, string | undefined>>;
      const open = models.find(model, version);
      nameRelease(response, open);
      const { body, scores } = await answer(request, door, open);
      for (const score of scores) onScore(open.release.manifest.model, score);
      send(response, 200, HEADERS, body);
    });
};

/** Names the release behind an answer in its header. */
export const nameRelease = (response: Response, { release }: OpenModel): void => {
  (response as unknown as ApiResponse).release = releaseName(release.manifest);
};

const detailOf = ({ query }: Request): boolean => {
  const { detalle = "false" } = query;
  if (detalle !== "true" && detalle !== "false") throw new Refusal("DETAIL_INVALID");
  return detalle === "true";
};

const deadlineIn = (seconds: number) => {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), seconds * 1_000);
  return { signal: controller.signal, clear: () => clearTimeout(timer) };
};
