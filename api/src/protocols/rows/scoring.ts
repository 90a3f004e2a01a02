import type { Request } from "express";

import { andThen } from "../../http/and-then.js";
import { deadlineIn, type Deadline } from "../../http/body/deadline.js";
import { INLINE_BYTES, statedLength } from "../../http/body/length.js";
import type { BodyMemory } from "../../http/body/memory.js";
import { readBody } from "../../http/body/read.js";
import { bodyType } from "../../http/body/type.js";
import type { Denial } from "../../http/denial.js";
import { ProblemError } from "../../http/problem/problem-error.js";
import type { Handler } from "../../http/route.js";
import { requireDetails } from "../../security/details.js";
import type { Decision } from "../../security/sensitive/authorisation.js";
import type { OnScore } from "../../serving/answers.js";
import { answeredOf } from "../../serving/observed/answered-of.js";
import type { Observe } from "../../serving/observed/observer.js";
import type { LoadedModel } from "../../serving/models.js";
import type { Predictor } from "../../serving/predictor.js";
import type { ModelAnswer, ModelHandler, ModelRequest } from "../model-handler.js";
import type { Call, RowsProtocol } from "../protocol.js";
import { detailOf } from "./detail.js";
import { scoreCall, type Scored } from "./score.js";
import type { BatchPool } from "./threads/pool.js";

/** What the urls that score rows need. */
export interface ScoringOptions {
  readonly modelHandler: ModelHandler;
  readonly pool: BatchPool;
  /** Of all bodies together. */
  readonly memory: BodyMemory;
  /** Largest body. */
  readonly maxBodyBytes: number;
  /** Time from a request's head to its answer. */
  readonly timeoutSeconds: number;
  readonly onScore: OnScore;
  readonly observe: Observe;
  /** Called with 0 before a request is scored, and with its rows once they are. */
  readonly onRows: OnRows;
}

/** Takes note of how many rows were answered for. @returns why the caller may not ask about more */
export type OnRows = (request: Request, rows: number) => Denial | undefined;

/**
 * Makes the handlers that score the rows of a request by a protocol. A small batch is scored on the event loop; a body
 * of more than {@link INLINE_BYTES}, or a batch of more rows than the predictor takes, goes to a thread.
 */
export const scoringHandlers = (options: ScoringOptions): ((protocol: RowsProtocol) => Handler) => {
  const { modelHandler, pool, memory, maxBodyBytes, timeoutSeconds } = options;
  const { onScore, onRows, observe } = options;

  /** Takes a place in the threads and memory for a body, until the last byte of the answer is sent. */
  const takePlace = ({ res: response }: Request, bytes: number): void => {
    if (response!.closed) throw new ProblemError("BODY_INCOMPLETE");
    if (!pool.enter()) throw new ProblemError("OVERLOADED");
    const taken = memory.take(bytes);
    response!.once("close", () => {
      pool.leave();
      if (taken) memory.give(bytes);
    });
    if (!taken) throw new ProblemError("OVERLOADED");
  };

  const scored = (
    protocol: RowsProtocol,
    { request, response, model, grant }: ModelRequest,
    id: string | undefined,
    deadline: Deadline,
  ): Scored | Promise<Scored> => {
    const type = bodyType(request.headers, protocol.bodyTypes);
    const header = protocol.header === undefined ? undefined : request.get(protocol.header);
    const detail = protocol.detail && detailOf(request);
    if (detail) requireDetails(model.release.manifest, response.caller);
    // Identifiers stay on this thread, and so do the entities of a release: such a model takes small batches only.
    const here = grant !== undefined || model.predictor.readEntity !== undefined;
    const limit = here ? Math.min(maxBodyBytes, INLINE_BYTES[type]) : maxBodyBytes;
    const stated = statedLength(request);
    if (stated !== Infinity && stated > limit) throw new ProblemError("BODY_TOO_LARGE");

    // A large body takes its place before the upload, so that 503 comes at once.
    const large = !here && stated > INLINE_BYTES[type];
    if (large) takePlace(request, Math.min(stated, limit));
    return andThen(readBody(request, limit, deadline), (body) => {
      const denial = onRows(request, 0);
      if (denial !== undefined) throw new ProblemError(denial.code, {}, denial.headers);
      const call: Call = { body, type, header, detail, id, show: grant?.show };
      if (here) return scoreCall(protocol, model.predictor, call);
      const run = async (): Promise<Scored> => {
        if (!large) takePlace(request, body.length);
        const { release } = model;
        const own = { ...call, body: inOwnBuffer(body), memory: memory.ofOne };
        const job = { protocol: protocol.name, release, call: own };
        const { values = NO_VALUES, ...answer } = await pool.run(job, deadline.signal);
        return { ...answer, batch: { values, ...ABOUT_NOBODY } };
      };
      if (body.length > INLINE_BYTES[type]) return run();
      return scoreInline(protocol, model.predictor, call, run);
    });
  };

  /** Reports the scores, unless they would show the readers of the metrics what was decided about a person. */
  const report = ({ batch, scores }: Scored, { predictor, release }: LoadedModel): void => {
    if (batch.pseudonyms !== undefined) return;
    const { reported, scorer } = predictor;
    for (let at = 0; at < scores.length; at += scorer.outputs)
      onScore(release.manifest, reported(scores, at), batch.unknown.has(at / scorer.outputs));
  };

  return (protocol) =>
    modelHandler((request) => {
      const { model, response } = request;
      const { release, predictor } = model;
      const observation = observe(release.manifest);
      const id = observation?.nextId();
      const told = id && observation?.toldId(id);
      if (observation !== undefined)
        response.onProblem = (code) => observation.refused(release.manifest, code);

      const finish = (answer: Scored): ModelAnswer | Promise<ModelAnswer> => {
        const { body, headers, batch, scores } = answer;
        if (batch.pseudonyms !== undefined) request.grant?.count(batch.pseudonyms);
        onRows(request.request, scores.length / predictor.scorer.outputs);
        const observed = id && answeredOf({ release, id, batch, scores }, response);
        const give = (): ModelAnswer => {
          report(answer, model);
          const decisions = decisionsOf(predictor, answer);
          const sent = observed && (() => observation?.after(observed));
          return { body, headers, decisions, id: told, sent };
        };
        const kept = observed && observation?.before(observed);
        return kept === undefined ? give() : kept.then(give);
      };

      const deadline = deadlineIn(timeoutSeconds);
      const answer = scored(protocol, request, told, deadline);
      return answer instanceof Promise
        ? answer.finally(() => deadline.clear()).then(finish)
        : finish(answer);
    });
};

/** The bytes of a body in a buffer that may be moved to another thread: one that came with its head may share it. */
const inOwnBuffer = (body: Uint8Array): Uint8Array =>
  body.byteLength < body.buffer.byteLength ? Uint8Array.from(body) : body;

/** The problems of a batch that is too much for the event loop. */
const TOO_MUCH: ReadonlySet<string> = new Set(["ROWS_TOO_MANY", "DETAIL_ROWS_TOO_MANY"]);

/** Scores a batch on the event loop, or by `run` when it is more than the predictor takes. */
const scoreInline = (
  protocol: RowsProtocol,
  predictor: Predictor,
  call: Call,
  run: () => Promise<Scored>,
): Scored | Promise<Scored> => {
  try {
    return scoreCall(protocol, predictor, call);
  } catch (error) {
    if (error instanceof ProblemError && TOO_MUCH.has(error.code)) return run();
    throw error;
  }
};

const NO_VALUES = new Float64Array(0);

/** What a thread knows of the rows that it scores, beside their features: they are about nobody, and have no keys. */
const ABOUT_NOBODY = { pseudonyms: undefined, keys: undefined, unknown: new Set<number>() };

const decisionsOf = (
  { classes, scorer: { outputs } }: Predictor,
  { batch, scores }: Scored,
): readonly Decision[] | undefined =>
  batch.pseudonyms?.map((pseudonym, i) => ({
    pseudonym,
    answer: classes?.labels[classes.codeOf(scores, i * outputs)] ?? scores[i]!,
  }));
