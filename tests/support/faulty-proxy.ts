import { createServer, request, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** What goes wrong on the way: `lose` happens after the request was applied, the others while it is answered. */
export type Fault = "silence" | "lose" | "stall" | "break";

/** A proxy in front of Azurite that fails when it is told to. */
export interface FaultyProxy {
  readonly connectionString: string;
  /** Lets the next requests that match fail so. */
  fail(fault: Fault, matches: (request: IncomingMessage) => boolean, times?: number): void;
  /** Requests that have failed so far. */
  readonly failed: () => number;
  close(): void;
}

/** Starts a proxy that hands every request on to the account of a connection string. */
export const startFaultyProxy = async (connectionString: string): Promise<FaultyProxy> => {
  const endpoint = new URL(/BlobEndpoint=([^;]+)/.exec(connectionString)?.[1] ?? "");
  const faults: { fault: Fault; matches: (request: IncomingMessage) => boolean; times: number }[] =
    [];
  let failed = 0;

  const nextFault = (incoming: IncomingMessage): Fault | undefined => {
    const entry = faults.find(({ matches, times }) => times > 0 && matches(incoming));
    if (entry === undefined) return undefined;
    entry.times--;
    failed++;
    return entry.fault;
  };

  const server = createServer((incoming, outgoing) => {
    const fault = nextFault(incoming);
    if (fault === "silence") return;
    const { method, url, headers } = incoming;
    const onward = request(
      { host: endpoint.hostname, port: endpoint.port, method, path: url, headers },
      (answer) => void hand(answer, outgoing, fault),
    );
    incoming.pipe(onward);
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const { port } = server.address() as AddressInfo;

  return {
    connectionString: connectionString.replace(endpoint.host, `127.0.0.1:${port}`),
    fail: (fault, matches, times = 1) => void faults.push({ fault, matches, times }),
    failed: () => failed,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
};

const hand = async (
  answer: IncomingMessage,
  outgoing: ServerResponse,
  fault: Fault | undefined,
): Promise<void> => {
  const chunks: Buffer[] = [];
  for await (const chunk of answer) chunks.push(chunk as Buffer);
  const body = Buffer.concat(chunks);
  if (fault === "lose") {
    outgoing.destroy();
    return;
  }
  outgoing.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
  if (fault === undefined) {
    outgoing.end(body);
    return;
  }
  outgoing.write(body.subarray(0, body.length / 2), () => {
    if (fault === "break") outgoing.destroy();
  });
};
