import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

import { FAULTS, type Fault } from "./faults.js";
import type { Exchange, Treatment } from "./treatment.js";

/** Says what happens to a request, from the number that it has, counted from 1; nothing special by default. */
export type Choose = (incoming: IncomingMessage, number: number) => Treatment | undefined;

/** A proxy in front of Azurite that fails on request. */
export interface FaultyProxy {
  readonly connectionString: string;
  /** Lets the next requests that match fail so. */
  fail(fault: Fault, matches: (request: IncomingMessage) => boolean, times?: number): void;
  /** Requests that have failed so far. */
  readonly failed: () => number;
  /** Requests so far. */
  readonly requests: () => number;
  close(): void;
}

/** Starts a proxy that hands every request on to the account of a connection string. */
export const startFaultyProxy = async (
  connectionString: string,
  choose: Choose = () => undefined,
): Promise<FaultyProxy> => {
  const endpoint = new URL(/BlobEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? "");
  const faults: { fault: Fault; matches: (request: IncomingMessage) => boolean; times: number }[] =
    [];
  let failed = 0;
  let requests = 0;

  const nextFault = (incoming: IncomingMessage): Treatment | undefined => {
    const entry = faults.find(({ matches, times }) => times > 0 && matches(incoming));
    if (entry === undefined) return undefined;
    entry.times--;
    return FAULTS[entry.fault];
  };

  const server = createServer((incoming, outgoing) => {
    requests++;
    const treatment = nextFault(incoming) ?? choose(incoming, requests);
    if (treatment !== undefined) failed++;
    const hung = () => void outgoing.destroy();
    // The client may be gone in the middle of it, and Azurite hangs up on what it does not understand.
    incoming.on("error", hung);
    outgoing.on("error", hung);
    Promise.resolve((treatment ?? passOn)(exchangeOf(endpoint, incoming, outgoing))).catch(hung);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  return {
    connectionString: connectionString.replace(endpoint.host, `127.0.0.1:${port}`),
    fail: (fault, matches, times = 1) => void faults.push({ fault, matches, times }),
    failed: () => failed,
    requests: () => requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};

/** What happens to a request with which nothing is wrong. */
export const passOn: Treatment = async ({ send, give }) => give(await send());

const exchangeOf = (
  endpoint: URL,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Exchange => {
  let whole: Promise<Buffer> | undefined;
  const body = () => (whole ??= buffer(incoming));
  const onward = () => {
    const { method, url, headers } = incoming;
    return request({
      host: endpoint.hostname,
      port: endpoint.port,
      method,
      path: url,
      headers,
      agent: false,
    });
  };
  return {
    incoming,
    outgoing,
    body,
    async send(other) {
      const bytes = other ?? (await body());
      return new Promise((resolve, reject) => {
        onward()
          .on("error", reject)
          .on("response", (answer) => {
            const { statusCode: status = 502, headers } = answer;
            buffer(answer).then((body) => resolve({ status, headers, body }), reject);
          })
          .end(bytes);
      });
    },
    async sendHalf() {
      const bytes = await body();
      const half = onward().on("error", () => {});
      await new Promise((written) => half.write(bytes.subarray(0, bytes.length / 2), written));
      half.destroy();
      outgoing.destroy();
    },
    give({ status, headers, body }) {
      // Its framing is Node.js' own affair on this side.
      const { "transfer-encoding": _framing, connection: _connection, ...rest } = headers;
      outgoing.writeHead(status, rest).end(body);
    },
  };
};
