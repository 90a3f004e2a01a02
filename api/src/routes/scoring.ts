import type { Request, RequestHandler } from "express";

import type { OnScore } from "../answers.js";
import type { BatchPool } from "../batch/pool.js";
import { INLINE_BYTES, statedLength } from "../body/length.js";
import { readBody } from "../body/read.js";
import { bodyType } from "../body/type.js";
import type { Call } from "../doors/door.js";
import { BODY_TYPES, DOORS, type DoorName } from "../doors/doors.js";
import type { OpenModel } from "../doors/models.js";
import type { Served } from "../doors/served.js";
import { Refusal } from "../refusal.js";
import type { Decision, Pass } from "../sensitive/guard.js";
import type { Asking } from "./asking.js";

/** What the urls that score rows need. */
export interface ScoringDeps {
  readonly asking: Asking;
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
  readonly pseudonyms?: readonly string[] | undefined;
}

/** Makes the handlers that score rows through a door. */
export const scoringHandlers = (deps: ScoringDeps): ((door: DoorName) => RequestHandler) => {
  const { asking, pool, maxBodyBytes, timeoutSeconds, onScore } = deps;

  const answer = async (
    request: Request,
    door: DoorName,
    { release, served }: OpenModel,
    pass: Pass | undefined,
  ): Promise<Answer> => {
    const type = bodyType(request.headers, BODY_TYPES[door]);
    const detail = door !== "v2" && detailOf(request);
    // Identifiers stay on this thread, so a body about people is never larger than what it answers by itself.
    const limit = pass === undefined ? maxBodyBytes : Math.min(maxBodyBytes, INLINE_BYTES[type]);
    const stated = statedLength(request);
    if (stated !== Infinity && stated > limit) throw new Refusal("BODY_TOO_LARGE");
    // Whoever may need a thread asks for a place before the upload, so that 503 comes at once.
    const large = pass === undefined && stated > INLINE_BYTES[type];
    if (large && !pool.enter()) throw new Refusal("OVERLOADED");
    const deadline = deadlineIn(timeoutSeconds);
    try {
      const body = await readBody(request, limit, deadline.signal);
      const call: Call = { body, type, detail, show: pass?.show };
      if (body.length <= INLINE_BYTES[type]) return DOORS[door](served, call);
      return await pool.run({ door, release, call }, deadline.signal);
    } finally {
      deadline.clear();
      if (large) pool.leave();
    }
  };

  return (door) =>
    asking(async ({ request, open, pass }) => {
      const { body, scores, pseudonyms } = await answer(request, door, open, pass);
      // A count of scores would tell whoever reads the metrics what was decided about whom.
      if (pseudonyms !== undefined)
        return { body, decisions: decisionsOf(open.served, scores, pseudonyms) };
      for (const score of scores) onScore(open.release.manifest, score);
      return { body };
    });
};

const decisionsOf = (
  { classOf }: Served,
  scores: Float64Array,
  pseudonyms: readonly string[],
): readonly Decision[] =>
  pseudonyms.map((pseudonym, i) => ({
    pseudonym,
    answer: classOf?.(scores[i]!) ?? scores[i]!,
  }));

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
