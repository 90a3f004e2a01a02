import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { once } from "node:events";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

import { afterAll } from "@jest/globals";

/** A comment as both hosts keep it; on Azure DevOps it is the first of its own thread. */
interface Comment {
  readonly id: number;
  readonly isDeleted?: boolean;
  text: string;
}

/** A pull request on a server that answers as GitHub and Azure DevOps do, on their urls. */
export interface CommentHost {
  readonly url: string;
  readonly comments: Comment[];
  /** Method, path and authorization of each request. */
  readonly requests: string[];
  /** The first answers, one per request. */
  readonly troubles: {
    /** The request that it waits for; by default the next one. */
    readonly method?: string;
    readonly status: number;
    readonly retryAfter?: number;
    /** Whether what was asked for is done all the same. */
    readonly carriedOut?: true;
  }[];
}

type Routes = Readonly<
  Record<string, (match: readonly string[], body: unknown, url: URL) => unknown>
>;

const servers: Server[] = [];
afterAll(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

/** Starts one; it lasts as long as the test file runs. */
export const commentHost = async (texts: readonly string[] = []): Promise<CommentHost> => {
  const comments: Comment[] = texts.map((text, i) => ({ id: i + 1, text }));
  const requests: string[] = [];
  const troubles: CommentHost["troubles"] = [];

  const create = (text: string): number => comments.push({ id: comments.length + 1, text });
  const replace = (id: string, text: string): void => {
    comments.find((comment) => comment.id === Number(id))!.text = text;
  };
  const asThread = ({ id, text, isDeleted }: Comment) => ({
    id: id + 1000,
    comments: [{ id, content: text, isDeleted }],
  });
  const routes: Routes = {
    "GET /repos/o/r/issues/7/comments": (_, _body, { searchParams }) => {
      const [size, page] = ["per_page", "page"].map((name) => Number(searchParams.get(name)));
      const some = comments.slice((page! - 1) * size!, page! * size!);
      return some.map(({ id, text }) => ({ id, body: text }));
    },
    "POST /repos/o/r/issues/7/comments": (_, body) => create((body as { body: string }).body),
    "PATCH /repos/o/r/issues/comments/(\\d+)": ([id], body) =>
      replace(id!, (body as { body: string }).body),
    "GET /my%20team/_apis/git/repositories/r/pullRequests/7/threads": () => ({
      value: [{ id: 1, comments: [{ id: 1, commentType: "system" }] }, ...comments.map(asThread)],
    }),
    "POST /my%20team/_apis/git/repositories/r/pullRequests/7/threads": (_, body) =>
      create((body as { comments: [{ content: string }] }).comments[0].content),
    "PATCH /my%20team/_apis/git/repositories/r/pullRequests/7/threads/(\\d+)/comments/(\\d+)": (
      [thread, id],
      body,
    ) => {
      if (Number(thread) !== Number(id) + 1000) throw new Error(`no comment ${id} in ${thread}`);
      replace(id!, (body as { content: string }).content);
    },
  };

  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method, url, headers } = request;
    const target = new URL(url!, "http://host");
    const body = method === "GET" ? undefined : await json(request);
    requests.push(`${method} ${url} ${headers.authorization}`);
    const waiting = troubles[0]?.method ?? method;
    const trouble = waiting === method ? troubles.shift() : undefined;
    const carryOut = (): unknown => {
      for (const [route, work] of Object.entries(routes)) {
        const match = new RegExp(`^${route}$`).exec(`${method} ${target.pathname}`);
        if (match !== null) return work(match.slice(1), body, target) ?? {};
      }
      return undefined;
    };
    if (trouble !== undefined) {
      if (trouble.carriedOut) carryOut();
      if (trouble.retryAfter !== undefined) response.setHeader("retry-after", trouble.retryAfter);
      response.writeHead(trouble.status).end("in trouble");
      return;
    }
    const result = carryOut();
    response.writeHead(result === undefined ? 404 : 200, { "content-type": "application/json" });
    response.end(JSON.stringify(result ?? {}));
  };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.writeHead(500).end());
  });
  servers.push(server);
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}`, comments, requests, troubles };
};
