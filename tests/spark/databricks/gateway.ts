import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { text as bodyOf } from "node:stream/consumers";

import { ExecuteStatement } from "./requests.js";
import { runStatement, type GatewayStatement } from "./statement.js";

/**
 * The SQL Statement Execution API of Databricks, as it is documented, in front of the Thrift server of a Spark. Each
 * statement has a session of its own, so that nothing of a session is there for the next one.
 */
export interface Gateway {
  readonly port: number;
  /** The token that is taken now. */
  token(): string;
  /** From now on another token is taken. */
  expireToken(): void;
  /** So many of the next calls are answered with a status, and a second to wait. */
  refuse(status: 429 | 503, calls: number): void;
  /** What was refused, by its status, and how often a statement, a part of a result, and what a link names were asked for. */
  readonly seen: { refused: number[]; polls: number; parts: number; links: number };
  close(): Promise<void>;
}

/** Rows of a part of a result. */
const PART_ROWS = 4_000;

const WAREHOUSE = "0123456789abcdef";
const CATALOG = "main";

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

const refusal = (status: number, error_code: string): Answer => ({
  status,
  body: { error_code, message: "what a workspace says may hold anything" },
});

/** Starts the API on a port of its own. @param sparkPort of a Thrift server */
export const startGateway = async (sparkPort: number): Promise<Gateway> => {
  const statements = new Map<string, GatewayStatement>();
  const links = new Map<string, { readonly id: string; readonly part: number }>();
  const seen: Gateway["seen"] = { refused: [], polls: 0, parts: 0, links: 0 };
  let token = randomBytes(16).toString("hex");
  let refused = { status: 429, calls: 0 };

  const partOf = (id: string, part: number): object => {
    const all = statements.get(id)!;
    const rows = all.rows().slice(part * PART_ROWS, (part + 1) * PART_ROWS);
    const place = {
      chunk_index: part,
      row_offset: part * PART_ROWS,
      row_count: rows.length,
      ...((part + 1) * PART_ROWS < all.rows().length && {
        next_chunk_index: part + 1,
        next_chunk_internal_link: `/api/2.0/sql/statements/${id}/result/chunks/${part + 1}?row_offset=${(part + 1) * PART_ROWS}`,
      }),
    };
    if (all.request.disposition === "INLINE")
      return { ...place, ...(rows.length > 0 && { data_array: rows }) };
    const secret = randomBytes(16).toString("hex");
    links.set(secret, { id, part });
    const link = `http://127.0.0.1:${port()}/external/${secret}`;
    const expiration = new Date(Date.now() + 900_000).toISOString();
    const headers = { "x-key": secret };
    return {
      external_links: [{ ...place, external_link: link, expiration, http_headers: headers }],
    };
  };

  const answerOf = (id: string): object => {
    const statement = statements.get(id)!;
    const status = statement.status();
    const of = { statement_id: id, status };
    if (status.state !== "SUCCEEDED") return of;
    const columns = statement.columns();
    const count = statement.rows().length;
    return {
      ...of,
      manifest: {
        format: "JSON_ARRAY",
        schema: { column_count: columns.length, ...(columns.length > 0 && { columns }) },
        total_row_count: count,
        total_chunk_count: Math.ceil(count / PART_ROWS),
        truncated: false,
      },
      result: partOf(id, 0),
    };
  };

  const answer = async (request: IncomingMessage): Promise<Answer> => {
    const { pathname } = new URL(request.url!, "http://gateway");
    const external = /^\/external\/(\w+)$/.exec(pathname)?.[1];
    if (external !== undefined) {
      const link = links.get(external);
      // A storage account refuses a request that is signed twice.
      if (request.headers.authorization !== undefined) return refusal(400, "SIGNED_TWICE");
      if (link === undefined || request.headers["x-key"] !== external)
        return refusal(403, "EXPIRED");
      links.delete(external);
      seen.links++;
      const { id, part } = link;
      const rows = statements.get(id)!.rows();
      return { status: 200, body: rows.slice(part * PART_ROWS, (part + 1) * PART_ROWS) };
    }
    if (request.headers.authorization !== `Bearer ${token}`) return refusal(401, "UNAUTHENTICATED");
    if (refused.calls > 0) {
      refused.calls--;
      return { ...refusal(refused.status, "BUSY"), headers: { "retry-after": "1" } };
    }
    const { id, part, verb } =
      /^\/api\/2\.0\/sql\/statements(?:\/(?<id>[\w-]+)(?:\/result\/chunks\/(?<part>\d+)|\/(?<verb>cancel))?)?$/.exec(
        pathname,
      )?.groups ?? {};
    if (id === undefined) {
      if (request.method !== "POST" || !pathname.endsWith("/sql/statements"))
        return refusal(404, "ENDPOINT_NOT_FOUND");
      const { data } = ExecuteStatement.safeParse(JSON.parse(await bodyOf(request)));
      if (data === undefined) return refusal(400, "INVALID_PARAMETER_VALUE");
      if (data.warehouse_id !== WAREHOUSE || data.catalog !== CATALOG)
        return refusal(404, "RESOURCE_DOES_NOT_EXIST");
      const made = randomBytes(16).toString("hex");
      statements.set(made, runStatement(sparkPort, data));
      return { status: 200, body: { statement_id: made, status: { state: "PENDING" } } };
    }
    const statement = statements.get(id);
    if (statement === undefined) return refusal(404, "RESOURCE_DOES_NOT_EXIST");
    if (verb === "cancel") {
      if (request.method !== "POST") return refusal(404, "ENDPOINT_NOT_FOUND");
      await statement.cancel();
      return { status: 200, body: {} };
    }
    if (request.method !== "GET") return refusal(404, "ENDPOINT_NOT_FOUND");
    if (part === undefined) {
      seen.polls++;
      return { status: 200, body: answerOf(id) };
    }
    seen.parts++;
    return { status: 200, body: partOf(id, Number(part)) };
  };

  const respond = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { status, body, headers } = await answer(request);
    if (status !== 200) seen.refused.push(status);
    request.resume();
    response.writeHead(status, { "content-type": "application/json", ...headers });
    response.end(JSON.stringify(body));
  };
  const server = createServer((request, response) => {
    respond(request, response).catch(() => response.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const port = () => (server.address() as AddressInfo).port;

  return {
    port: port(),
    token: () => token,
    expireToken() {
      token = randomBytes(16).toString("hex");
    },
    refuse(status, calls) {
      refused = { status, calls };
    },
    seen,
    async close() {
      for (const statement of statements.values()) {
        await statement.cancel().catch(() => {});
        await statement.ended;
      }
      server.closeAllConnections();
      server.close();
      await once(server, "close");
    },
  };
};

/** A gateway as a place of the engine. @param port another one than its own, such as that of a proxy */
export const placeOf = (gateway: Gateway, port = gateway.port) => ({
  workspace: `http://127.0.0.1:${port}`,
  warehouse: WAREHOUSE,
  catalog: CATALOG,
  token: () => Promise.resolve(gateway.token()),
  connectSeconds: 20,
  statementSeconds: 600,
});
