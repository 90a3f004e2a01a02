import { setTimeout as wait } from "node:timers/promises";

import type { Answer, Exchange, Treatment } from "./treatment.js";

const later = 200;

const refusal = (status: number, code: string, message: string): Answer => {
  const body = Buffer.from(
    `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${message}</Message></Error>`,
  );
  const headers = {
    "content-type": "application/xml",
    "content-length": String(body.length),
    "x-ms-error-code": code,
  };
  return { status, headers, body };
};

/** Answers with a code of the account's, and does not apply the request. */
export const refuse =
  (status: number, code: string, message: string): Treatment =>
  async ({ body, give }) => {
    await body();
    give(refusal(status, code, message));
  };

/** Answers with a code in the header alone, as to a request for a head, and does not apply the request. */
export const refuseBare =
  (status: number, code: string): Treatment =>
  async ({ body, give }) => {
    await body();
    const headers = { "content-length": "0", "x-ms-error-code": code };
    give({ status, headers, body: Buffer.alloc(0) });
  };

/** The same bytes but for one bit of the one at a share of their length. */
export const flipped = (bytes: Buffer, share: number): Buffer => {
  const copy = Buffer.from(bytes);
  const at = Math.floor(share * bytes.length);
  if (copy.length > 0) copy[at] = copy[at]! ^ 0x01;
  return copy;
};

/** Changes one bit of an answer's body. */
export const corrupt =
  (share: number): Treatment =>
  async ({ send, give }) => {
    const answer = await send();
    give({ ...answer, body: flipped(answer.body, share) });
  };

/** Changes one bit of a request's body. */
export const corruptWrite =
  (share: number): Treatment =>
  async ({ body, send, give }) =>
    give(await send(flipped(await body(), share)));

const half = async ({ send, outgoing }: Exchange, then: () => void): Promise<void> => {
  const { status, headers, body } = await send();
  outgoing.writeHead(status, { ...headers, "content-length": body.length });
  outgoing.write(body.subarray(0, body.length / 2), then);
};

/** What may go wrong on the way to Azurite and back. */
export const FAULTS = {
  /** Never answered, and not applied. */
  silence: () => {},
  /** Applied, and never answered. */
  mute: async ({ send }) => void (await send()),
  /** Applied, and the connection is cut instead of an answer. */
  lose: async ({ send, outgoing }) => {
    await send();
    outgoing.destroy();
  },
  /** Half of the answer, then silence. */
  stall: (exchange) => half(exchange, () => {}),
  /** Half of the answer, then the connection is cut. */
  break: (exchange) => half(exchange, () => exchange.outgoing.destroy()),
  /** A body that looks whole and is half. */
  truncate: async ({ send, give }) => {
    const answer = await send();
    const body = answer.body.subarray(0, answer.body.length / 2);
    give({ ...answer, headers: { ...answer.headers, "content-length": `${body.length}` }, body });
  },
  corrupt: corrupt(0.5),
  "corrupt write": corruptWrite(0.5),
  /** Late, but in time. */
  delay: async ({ send, give }) => {
    await wait(later);
    const answer = await send();
    await wait(later);
    give(answer);
  },
  /** The connection is cut when the request comes. */
  cut: ({ outgoing }) => void outgoing.destroy(),
  /** The connection is cut in the middle of the request's body, of which half arrives. */
  reset: ({ sendHalf }) => sendHalf(),
  /** Delivered twice; the answer is that to the second. */
  twice: async ({ send, give }) => {
    await send();
    give(await send());
  },
  "429": refuse(429, "TooManyRequests", "Slow down."),
  "500": refuse(500, "InternalError", "The server encountered an internal error."),
  "503": refuse(503, "ServerBusy", "The server is busy."),
  "403": refuse(403, "AuthorizationFailure", "Not authorized."),
  expired: refuse(403, "AuthenticationFailed", "Signed expiry time has passed."),
  "401": refuse(401, "InvalidAuthenticationInfo", "The access token expired."),
  /** Applied, and the answer is an error. */
  "500 after all": async ({ send, give }) => {
    await send();
    give(refusal(500, "OperationTimedOut", "The operation could not be completed in time."));
  },
} as const satisfies Readonly<Record<string, Treatment>>;

export type Fault = keyof typeof FAULTS;
