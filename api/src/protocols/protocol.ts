import type { Release } from "@despliega/storage";

import type { BodyType, BodyTypes } from "../http/body/type.js";
import type { FlatHeaders } from "../http/headers/flat-headers.js";
import type { Handler, Route } from "../http/route.js";
import type { DocumentPart } from "../openapi/document-part.js";
import type { OnScore } from "../serving/answers.js";
import type { Models } from "../serving/models.js";
import type { Observe } from "../serving/observed/observer.js";
import type { RefreshState } from "../serving/refresh-states.js";
import type { Predictor } from "../serving/predictor.js";
import type { Releases } from "../serving/releases.js";
import type { Batch } from "../serving/signature/batch.js";
import type { ModelHandler } from "./model-handler.js";

/** A way to ask for predictions: its urls, how it reads and writes, its errors and its part of the document. */
export interface Protocol extends DocumentPart {
  /** That of its folder. */
  readonly name: string;
  /** First segments of its urls, in lower case: it writes every error below them. */
  readonly roots: readonly string[];
  /** The urls that one release names, made for each release. Default: none. */
  readonly releaseRoutes?: (release: Release, tools: ReleaseTools) => readonly Route[];
}

/** A protocol that scores rows. It depends on nothing but its arguments, so that every thread answers alike. */
export interface RowsProtocol<P extends ParsedRows = ParsedRows> extends Protocol {
  readonly bodyTypes: BodyTypes;
  /** A header that says how to read a body, in lower case. Default: none. */
  readonly header?: string;
  /** Whether `?detalle=true` adds how each answer came about. */
  readonly detail: boolean;
  /** Its urls, but those that one release names. */
  routes(tools: RouteTools): readonly Route[];
  /** Reads a body. @throws ProblemError */
  read(predictor: Predictor, call: Call): P;
  /**
   * Writes the scores of the rows that were read.
   *
   * @param scores those of the first row, one for each output of the scorer, then those of the next
   * @throws ProblemError
   */
  write(predictor: Predictor, rows: P, scores: Float64Array, call: Call): Written;
}

/** Whether a protocol scores rows. */
export const scoresRows = (protocol: Protocol): protocol is RowsProtocol => "read" in protocol;

/** A request to score rows, as it came. */
export interface Call {
  readonly body: Uint8Array;
  readonly type: BodyType;
  /** The value of the protocol's own header. */
  readonly header?: string | undefined;
  /** Whether each answer says how it came about. */
  readonly detail: boolean;
  /** Of the answers, for their detail. Default: they have none. */
  readonly id?: string | undefined;
  /** Bytes that reading the body may take. Default: without a bound. */
  readonly memory?: number | undefined;
  /** Names a person for the caller, by their pseudonym in the training table. Default: nobody is named. */
  readonly show?: ((inTable: string) => string) | undefined;
}

/** Names nobody: rows about people are answered to authorised callers only. */
export const refuseToShow = (): never => {
  throw new Error("rows about people are answered without an authorised caller");
};

/** The rows of a body; a protocol adds what it needs to answer them. */
export interface ParsedRows {
  readonly batch: Batch;
}

/** An answer as its protocol writes it. */
export interface Written {
  readonly body: string | Uint8Array;
  /** Default: those of JSON. */
  readonly headers?: FlatHeaders | undefined;
}

/** What the urls that a release names work with. */
export interface ReleaseTools {
  readonly onScore: OnScore;
  readonly observe: Observe;
  /** Time from a request's head to its answer. */
  readonly requestTimeoutSeconds: number;
}

/** What the routes of a protocol work with. */
export interface RouteTools {
  readonly models: Models;
  readonly modelHandler: ModelHandler;
  /** The newest verdict on a model, where there is one. */
  readonly verdictOf: Releases["verdictOf"];
  /** The results of the refreshes of a model. */
  readonly refreshOf: (model: string) => RefreshState | undefined;
  /** Answered requests about a model, of each of the last 60 minutes. */
  readonly lastHour: LastHourOf;
  /** Scores the rows of a request by this protocol. */
  readonly score: Handler;
}

/** Tells the answered requests about a model, of each of the last 60 minutes, the present one last. */
export type LastHourOf = (model: string) => readonly number[];
