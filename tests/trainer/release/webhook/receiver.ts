import { createHmac, timingSafeEqual } from "node:crypto";
import { once } from "node:events";
import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type ServerResponse,
} from "node:http";
import type { AddressInfo } from "node:net";
import { text } from "node:stream/consumers";
import { testKey } from "../../../support/test-key.js";

/** A message as it came, whose signature has been checked. */
export interface Received {
  readonly id: string;
  readonly body: Readonly<Record<string, unknown>>;
}

/** A receiver on this machine, with a secret of its own. */
export interface Receiver {
  readonly url: string;
  readonly secret: string;
  /** The settings that send to it. */
  readonly settings: Readonly<Record<string, string>>;
  readonly received: readonly Received[];
  close(): void;
}

const KEY = testKey(7);

/** Checks a message as Standard Webhooks says, by its own text: "Verifying webhook signatures". */
export const verified = (key: Uint8Array, headers: IncomingHttpHeaders, body: string): Received => {
  const [id = "", at = "", signatures = ""] = ["id", "timestamp", "signature"].map((name) =>
    String(headers[`webhook-${name}`]),
  );
  const expected = createHmac("sha256", key).update(`${id}.${at}.${body}`).digest();
  const matches = signatures.split(" ").some((signature) => {
    const [version, mac = ""] = signature.split(",");
    const bytes = Buffer.from(mac, "base64");
    return version === "v1" && bytes.length === 32 && timingSafeEqual(bytes, expected);
  });
  if (!matches) throw new Error("No signature of the message is right");
  if (Math.abs(Date.now() / 1_000 - Number(at)) > 300) throw new Error("It is not of now");
  return { id, body: JSON.parse(body) as Received["body"] };
};

/**
 * Starts a receiver.
 *
 * @param answers statuses of the first answers; 204 afterwards. 0 is no answer
 */
export const startReceiver = async (...answers: readonly number[]): Promise<Receiver> => {
  const received: Received[] = [];
  const take = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    received.push(verified(KEY, request.headers, await text(request)));
    const status = answers[received.length - 1] ?? 204;
    if (status !== 0) response.writeHead(status, { location: "/elsewhere" }).end("Thank you.");
  };
  const server = createServer((request, response) => void take(request, response));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?token=hidden`;
  const secret = `whsec_${KEY.toString("base64")}`;
  return {
    ...{ url, secret, received },
    settings: { DESPLIEGA_WEBHOOK_URL: url, DESPLIEGA_WEBHOOK_SECRET: secret },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};
