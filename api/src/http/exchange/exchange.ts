import { IncomingMessage, ServerResponse, type IncomingHttpHeaders } from "node:http";

import type { Span } from "@despliega/storage";
import type { Express } from "express";

import type { Identity } from "../auth-result.js";
import type { FixedHeaders, FlatHeaders } from "../headers/flat-headers.js";
import { headerLines } from "../headers/header-lines.js";
import { PREDICTION_HEADER } from "../headers/prediction-header.js";
import { RELEASE_HEADER } from "../headers/release-header.js";
import type { ErrorForm } from "../problem/error-form.js";
import type { ApiRequest } from "./api-request.js";
import type { ApiResponse } from "./api-response.js";

/** What every response carries and reports, whatever code writes it. */
export interface Exchange {
  /** Sent with every response. */
  readonly headers: FlatHeaders;
  /** Names a request. It is called once per request, also for requests that Node.js answers without the app. */
  readonly nextId: (headers: IncomingHttpHeaders) => string;
  /** Called once per response, when its last byte has been handed over or its connection is lost. */
  readonly done: (request: IncomingMessage, response: ApiResponse) => void;
  /** How errors at a url are written. Default: as problems. */
  readonly errorFormAt?: (url: string) => ErrorForm;
}

/** The classes of requests and responses that make express fast; see {@link exchangeClasses}. */
export interface ExchangeClasses {
  readonly IncomingMessage: typeof IncomingMessage;
  readonly ServerResponse: typeof ServerResponse;
}

// Not in Node.js's types, though all of its versions have it; a test fails should one come without.
const storeHeader = (
  ServerResponse.prototype as unknown as {
    readonly _storeHeader: (this: ServerResponse, firstLine: string, given: unknown) => void;
  }
)._storeHeader;

/**
 * Makes the classes that a server hands its express app. Express sets the prototype of every request and response to
 * its own, which makes Node.js forget how it had optimised them and costs five sixths of its speed. Objects of these
 * classes have that prototype from the start, so that setting it does nothing; they also carry what every response of
 * this api has, without a layer of middleware.
 */
export const exchangeClasses = (
  app: Express,
  { headers, nextId, done, errorFormAt }: Exchange,
): ExchangeClasses => {
  const lines = headerLines(pick(headers, false));
  const usualPolicy = headerLines(pick(headers, true));

  class Request extends IncomingMessage implements ApiRequest {
    whole: Uint8Array | undefined = undefined;
    #length = 0;
    #early: Buffer | undefined = undefined;
    #goOn: (() => void) | undefined = undefined;

    gather(length: number, goOn: () => void): void {
      this.#length = length;
      this.#goOn = goOn;
      process.nextTick(Request.#endGathering, this);
    }

    /** Node.js hands over each piece of the body here, and null at its end. */
    override push(piece: Buffer | null): boolean {
      if (this.#goOn === undefined) return super.push(piece);
      if (piece === null) {
        this.whole = this.#early;
        super.push(null);
        this.#stopGathering();
      } else {
        this.#early = this.#early === undefined ? piece : Buffer.concat([this.#early, piece]);
      }
      return true;
    }

    #stopGathering(): void {
      const goOn = this.#goOn!;
      this.#goOn = undefined;
      goOn();
    }

    static #endGathering(this: void, request: Request): void {
      // Node.js runs this between the last piece and the end, which follows at once.
      if (request.#goOn === undefined || request.#early?.length === request.#length) return;
      if (request.#early !== undefined)
        IncomingMessage.prototype.push.call(request, request.#early);
      request.#stopGathering();
    }
  }

  class Response extends ServerResponse implements ApiResponse {
    readonly requestId: string;
    readonly started = performance.now();
    release: string | undefined = undefined;
    predictionId: string | undefined = undefined;
    fixed: FixedHeaders | undefined = undefined;
    policy: string | undefined = undefined;
    caller: Identity | undefined = undefined;
    span: Span | undefined = undefined;
    onProblem: ApiResponse["onProblem"] = undefined;
    #notified = false;

    constructor(...given: ConstructorParameters<typeof ServerResponse>) {
      super(...given);
      this.requestId = nextId(this.req.headers);
    }

    get errorForm(): ErrorForm | undefined {
      return errorFormAt?.(this.req.url ?? "");
    }

    /** Node.js writes every head here, whatever its source: lines that are put behind the first one go out as they are. */
    _storeHeader(firstLine: string, given: unknown): void {
      const policy = this.policy === undefined ? usualPolicy : `${POLICY}: ${this.policy}\r\n`;
      const release = this.release === undefined ? "" : `${RELEASE_HEADER}: ${this.release}\r\n`;
      const prediction =
        this.predictionId === undefined ? "" : `${PREDICTION_HEADER}: ${this.predictionId}\r\n`;
      const fixed = this.fixed?.lines ?? "";
      storeHeader.call(
        this,
        `${firstLine}${policy}${lines}${fixed}x-request-id: ${this.requestId}\r\n${release}${prediction}`,
        given,
      );
    }

    endInOne(body: string): void {
      const open = this as unknown as { readonly _hasBody: boolean; _header: string };
      if (open._hasBody) open._header += body;
      this.end();
    }

    override end(...last: unknown[]): this {
      (super.end as (...values: unknown[]) => unknown).apply(this, last);
      this.#notify();
      return this;
    }

    override destroy(error?: Error): this {
      super.destroy(error);
      this.#notify();
      return this;
    }

    #notify(): void {
      if (this.#notified) return;
      this.#notified = true;
      done(this.req, this);
    }
  }

  app.request = adopt(Request.prototype, app.request);
  app.response = adopt(Response.prototype, app.response);
  return { IncomingMessage: Request, ServerResponse: Response as unknown as typeof ServerResponse };
};

const POLICY = "content-security-policy";

/** The names and values of the content policy among headers, or of all others. */
const pick = (headers: FlatHeaders, ofPolicy: boolean): FlatHeaders =>
  headers.filter((_, at) => (`${headers[at - (at % 2)]}`.toLowerCase() === POLICY) === ofPolicy);

// Express's own prototype is between the app's and Node.js's: what both define is copied, the nearest first.
const adopt = <Prototype extends object>(prototype: object, from: Prototype): Prototype => {
  for (
    let source: object = from;
    source !== IncomingMessage.prototype && source !== ServerResponse.prototype;
    source = Object.getPrototypeOf(source) as object
  )
    for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(source)))
      if (!Object.hasOwn(prototype, name)) Object.defineProperty(prototype, name, descriptor);
  // Apps that were mounted earlier inherit from what was the app's until now.
  Object.setPrototypeOf(from, prototype);
  return prototype as Prototype;
};
