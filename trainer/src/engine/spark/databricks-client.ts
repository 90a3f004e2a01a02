import { setTimeout as wait } from "node:timers/promises";

import { z } from "zod";

import type { DatabricksPlace } from "../engine.js";
import { Refusal, Rows, type ExternalLink } from "./databricks-shapes.js";
import { SessionLost } from "./session.js";

/** Calls of the API of a workspace. Each fails with `SessionLost`. */
export interface DatabricksClient {
  /** Reads something. A connection that breaks is made again. @param end of all tries, as `performance.now` counts */
  get<T>(path: string, of: z.ZodType<T>, end: number): Promise<T>;
  /** Has something done, once. */
  post<T>(path: string, body: object, of: z.ZodType<T>, end: number): Promise<T>;
  /** Reads rows that the workspace keeps elsewhere. The token is not sent there. */
  download(link: ExternalLink, end: number): Promise<Rows>;
}

/** What an answer may take. */
const CALL_MS = 60_000;

/** How long a workspace that is busy is asked again. */
const BUSY_MS = 120_000;

const RETRY_MS = 500;

/** The largest answer that is taken: a part of a result is far smaller. */
const MOST_BYTES = 256e6;

/** Errors of a connection that was never there, so that nothing was asked. */
const NOT_SENT = new Set(["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "UND_ERR_CONNECT_TIMEOUT"]);

const Thrown = z.object({ cause: z.object({ code: z.string() }) });

/** A client of a workspace. No error of it holds a token, a link or what the workspace said. */
export const databricksClient = ({
  workspace,
  token,
  connectSeconds,
}: Pick<DatabricksPlace, "workspace" | "token" | "connectSeconds">): DatabricksClient => {
  const once = async (url: URL, request: RequestInit) => {
    const signal = AbortSignal.timeout(CALL_MS);
    const answer = await fetch(url, { ...request, redirect: "error", signal });
    return { status: answer.status, headers: answer.headers, text: await textOf(answer) };
  };

  const authorized = async (request: RequestInit): Promise<RequestInit> => {
    const value = await token();
    if (value === undefined) throw new SessionLost("this machine has no identity that can sign in");
    const headers = { authorization: `Bearer ${value}`, "content-type": "application/json" };
    return { ...request, headers };
  };

  const ask = async <T>(
    path: string,
    request: RequestInit,
    of: z.ZodType<T>,
    end: number,
  ): Promise<T> => {
    const url = new URL(path, workspace);
    const began = performance.now();
    const waits = async (milliseconds: number, most: number): Promise<boolean> => {
      if (performance.now() + milliseconds > Math.min(end, began + most)) return false;
      await wait(milliseconds);
      return true;
    };
    for (let isRenewed = false; ;) {
      const sent = await authorized(request);
      let answer: Awaited<ReturnType<typeof once>>;
      try {
        answer = await once(url, sent);
      } catch (cause) {
        if (cause instanceof SessionLost) throw cause;
        const code = Thrown.safeParse(cause).data?.cause.code;
        const isWorthAnother = request.method === "GET" || NOT_SENT.has(code ?? "");
        if (isWorthAnother && (await waits(RETRY_MS, connectSeconds * 1_000))) continue;
        throw new SessionLost(code === undefined ? "it does not answer" : `no connection: ${code}`);
      }
      const { status, headers, text } = answer;
      if (status === 200) return shaped(of, text);
      if (status === 401 && !isRenewed) {
        isRenewed = true;
        continue;
      }
      const isBusy = status === 429 || status === 503;
      if (isBusy && (await waits(retryAfter(headers) ?? RETRY_MS, BUSY_MS))) continue;
      const code = Refusal.safeParse(jsonOf(text)).data?.error_code;
      throw new SessionLost(`it answers ${status}${code === undefined ? "" : ` ${code}`}`);
    }
  };

  return {
    get: (path, of, end) => ask(path, { method: "GET" }, of, end),
    post: (path, body, of, end) =>
      ask(path, { method: "POST", body: JSON.stringify(body) }, of, end),
    async download({ external_link: link, http_headers: headers = {} }) {
      const url = new URL(link);
      if (url.protocol !== new URL(workspace).protocol)
        throw new SessionLost("it names a place without encryption");
      const answer = await once(url, { headers }).catch((cause: unknown) => {
        throw cause instanceof SessionLost
          ? cause
          : new SessionLost("a part of a result is not there");
      });
      if (answer.status === 200) return shaped(Rows, answer.text);
      throw new SessionLost(`a part of a result is not there (${answer.status})`);
    },
  };
};

/** Milliseconds; undefined where the header says no whole number of seconds. */
const retryAfter = (headers: Headers): number | undefined => {
  const value = headers.get("retry-after");
  return value !== null && /^\d{1,6}$/.test(value) ? Number(value) * 1_000 : undefined;
};

const textOf = async ({ body }: Response): Promise<string> => {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const part of body ?? []) {
    bytes += part.length;
    if (bytes > MOST_BYTES) throw new SessionLost("it sends more than was asked for");
    parts.push(part);
  }
  return Buffer.concat(parts).toString();
};

const shaped = <T>(of: z.ZodType<T>, text: string): T => {
  const { success, data } = of.safeParse(jsonOf(text));
  if (success) return data;
  throw new SessionLost("an answer has not the documented shape");
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
