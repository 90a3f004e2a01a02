import type { Request } from "express";

import type { OnScore } from "../answers.js";
import type { BatchPool } from "../batch/pool.js";
import { INLINE_BYTES, statedLength } from "../http/body/length.js";
import { readBody } from "../http/body/read.js";
import { bodyType } from "../http/body/type.js";
import type { FlatHeaders } from "../http/flat-headers.js";
import { Refusal } from "../refusal.js";
import type { Decision, Pass } from "../sensitive/guard.js";
import type { OpenModel } from "../serving/models.js";
import type { Served } from "../serving/served.js";
import type { Asking } from "./asking.js";
import type { Call, RowsProtocol } from "./protocol.js";
import type { Handler } from "./route.js";
import { scoreCall } from "./score.js";

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
  readonly headers?: FlatHeaders | undefined;
  readonly scores: Float64Array;
  readonly pseudonyms?: readonly string[] | undefined;
}

/** Makes the handlers that score the rows of a request by a protocol. */
export const scoringHandlers = (deps: ScoringDeps): ((protocol: RowsProtocol) => Handler) => {
  const { asking, pool, maxBodyBytes, timeoutSeconds, onScore } = deps;

  const answer = async (
    request: Request,
    protocol: RowsProtocol,
    { release, served }: OpenModel,
    pass: Pass | undefined,
  ): Promise<Answer> => {
    const type = bodyType(request.headers, protocol.bodyTypes);
    const header = protocol.header === undefined ? undefined : request.get(protocol.header);
    const detail = protocol.detail && detailOf(request);
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
      const call: Call = { body, type, header, detail, show: pass?.show };
      if (body.length <= INLINE_BYTES[type]) return scoreCall(protocol, served, call);
      return await pool.run({ protocol: protocol.name, release, call }, deadline.signal);
    } finally {
      deadline.clear();
      if (large) pool.leave();
    }
  };

  return (protocol) =>
    asking(async ({ request, open, pass }) => {
      const { scores, pseudonyms, ...told } = await answer(request, protocol, open, pass);
      // A count of scores would tell whoever reads the metrics what was decided about whom.
      if (pseudonyms !== undefined)
        return { ...told, decisions: decisionsOf(open.served, scores, pseudonyms) };
      for (const score of scores) onScore(open.release.manifest, score);
      return told;
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
