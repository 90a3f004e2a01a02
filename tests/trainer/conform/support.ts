import { createServer, type IncomingMessage, type ServerResponse } from "node:http";

import { listen, stop, urlOf } from "@despliega/api";
import {
  conform,
  type CheckResult,
  type ConformTarget,
} from "@despliega/trainer/conform/conform.js";
import { PROTOCOLS } from "@despliega/trainer/conform/discover.js";

import { collect } from "../../support/collect.js";

/** Checks a server with the defaults of the command. */
export const results = (
  url: string,
  options: Partial<ConformTarget> = {},
): Promise<CheckResult[]> =>
  collect(
    conform({
      url,
      headers: {},
      deadlineMs: 5_000,
      model: undefined,
      row: undefined,
      protocols: PROTOCOLS,
      invocations: undefined,
      ...options,
    }),
  );

/** Names of the checks with a verdict. */
export const checksThat = (
  verdict: CheckResult["verdict"],
  all: readonly CheckResult[],
): readonly string[] =>
  all.filter((result) => result.verdict === verdict).map(({ check }) => check);

/** A request on its way through. */
export interface Passing {
  readonly method: string;
  readonly path: string;
  readonly type: string;
  readonly body: string;
}

/** An answer on its way back. */
export interface Answer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Changes an answer; undefined hangs up instead. */
export type Fault = (request: Passing, answer: Answer) => Answer | undefined | Promise<Answer>;

/** Runs work with a server that has one fault: a proxy in front of a correct server. */
export const behind = async <T>(
  right: string,
  fault: Fault,
  run: (url: string) => Promise<T>,
): Promise<T> => {
  const answer = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = "", url: path = "", headers } = request;
    const body = await textOf(request);
    const type = headers["content-type"] ?? "";
    const reply = await fetch(right + path, {
      method,
      headers: type === "" ? {} : { "content-type": type },
      ...(method === "POST" ? { body } : {}),
    });
    const given = await fault(
      { method, path, type, body },
      {
        status: reply.status,
        type: reply.headers.get("content-type") ?? "",
        body: await reply.text(),
      },
    );
    if (given === undefined) return void response.destroy();
    response.writeHead(given.status, { "content-type": given.type }).end(given.body);
  };
  const server = createServer((request, response) => void answer(request, response));
  await listen(server, { host: "127.0.0.1", port: 0 });
  try {
    return await run(urlOf(server));
  } finally {
    await stop(server, 0);
  }
};

const textOf = async (request: IncomingMessage): Promise<string> =>
  Buffer.concat((await collect(request)) as Buffer[]).toString();
