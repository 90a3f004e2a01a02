import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from "node:http";

/** What Azurite answered. */
export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request on its way, for a treatment that may let it fail. */
export interface Exchange {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** The body of the request, once it is here whole. */
  readonly body: () => Promise<Buffer>;
  /** Hands the request on, with another body if one is given. */
  readonly send: (body?: Buffer) => Promise<Answer>;
  /** Hands on half of the request's body, and hangs up. */
  readonly sendHalf: () => Promise<void>;
  /** Gives the answer. */
  readonly give: (answer: Answer) => void;
}

/** What happens to one request. */
export type Treatment = (exchange: Exchange) => void | Promise<void>;
