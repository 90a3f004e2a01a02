import { z } from "zod";

import { MlflowBehind } from "../../errors/errors.js";
import { unreachableBecause } from "../unreachable.js";
import type { MlflowSettings } from "./settings.js";

/** How long a server may take. */
export interface Deadlines {
  /** Milliseconds for the answer to a call. */
  readonly answer: number;
  /** Milliseconds for a file to be taken. */
  readonly upload: number;
  /** Milliseconds for everything together. Default: no limit */
  readonly whole?: number;
}

/** Ten seconds for an answer, a minute for a file. */
export const DEADLINES: Deadlines = { answer: 10_000, upload: 60_000 };

type Body = Readonly<Record<string, unknown>>;

/** The calls of MLflow's REST API that are needed here. Every one fails with `MLFLOW_BEHIND`. */
export interface MlflowClient {
  readonly settings: MlflowSettings;
  readonly get: <T>(
    path: string,
    query: Readonly<Record<string, string>>,
    of: z.ZodType<T>,
  ) => Promise<T>;
  readonly post: <T>(path: string, body: Body, of: z.ZodType<T>) => Promise<T>;
  readonly delete: (path: string, body: Body) => Promise<void>;
  /** Like `get` or `post`, with undefined for an answer with this code of an error. */
  readonly unless: <T>(code: string, call: () => Promise<T>) => Promise<T | undefined>;
  /** Puts a file among the artifacts that the server keeps. @param path below the root of all artifacts */
  readonly put: (path: string, bytes: Uint8Array) => Promise<void>;
}

const Refusal = z.object({ error_code: z.string().regex(/^\w{1,60}$/) });

/** What the server said, beside the error that a user sees. */
class Refused extends MlflowBehind {
  constructor(
    host: string,
    path: string,
    status: number,
    readonly said: string | undefined,
  ) {
    super({ problem: `${host} answered ${path} with ${said ?? status}` });
  }
}

/** A client of the server of the settings. A redirection is not followed, since the secret is for this server. */
export const mlflowClient = (
  settings: MlflowSettings,
  { answer, upload, whole }: Deadlines = DEADLINES,
): MlflowClient => {
  const { url } = settings;
  const { host } = url;
  const end = whole === undefined ? [] : [AbortSignal.timeout(whole)];
  const send = async (target: URL, milliseconds: number, request: RequestInit) => {
    const authorization = settings.authorization();
    const headers = {
      ...(request.headers as Record<string, string> | undefined),
      ...(authorization === undefined ? {} : { authorization }),
    };
    try {
      const signal = AbortSignal.any([...end, AbortSignal.timeout(milliseconds)]);
      const response = await fetch(target, { ...request, headers, redirect: "manual", signal });
      const text = await response.text();
      return { ok: response.ok, status: response.status, text };
    } catch (cause) {
      throw new MlflowBehind({ problem: `${host} ${unreachableBecause(cause)}` }, { cause });
    }
  };
  const call = async <T>(path: string, target: URL, request: RequestInit, of: z.ZodType<T>) => {
    const { ok, status, text } = await send(target, answer, request);
    const json = jsonOf(text);
    if (!ok) throw new Refused(host, path, status, Refusal.safeParse(json).data?.error_code);
    const { data, success } = of.safeParse(json);
    if (!success)
      throw new MlflowBehind({ problem: `${host} answered ${path} with something else` });
    return data;
  };
  const at = (path: string) => new URL(`api/2.0/mlflow/${path}`, url);
  const bodyOf = (method: string, body: Body): RequestInit => ({
    method,
    headers: { "content-type": "application/json" },
    body: JSON.stringify(body),
  });
  return {
    settings,
    get(path, query, of) {
      const target = at(path);
      for (const [name, value] of Object.entries(query)) target.searchParams.set(name, value);
      return call(path, target, {}, of);
    },
    post: (path, body, of) => call(path, at(path), bodyOf("POST", body), of),
    async delete(path, body) {
      await call(path, at(path), bodyOf("DELETE", body), z.unknown());
    },
    async unless(code, ask) {
      try {
        return await ask();
      } catch (error) {
        if (error instanceof Refused && error.said === code) return undefined;
        throw error;
      }
    },
    async put(path, bytes) {
      const encoded = path.split("/").map(encodeURIComponent).join("/");
      const target = new URL(`api/2.0/mlflow-artifacts/artifacts/${encoded}`, url);
      const headers = { "content-type": "application/octet-stream" };
      const request = { method: "PUT", headers, body: bytes as Uint8Array<ArrayBuffer> };
      const { ok, status } = await send(target, upload, request);
      if (!ok) throw new Refused(host, "artifacts", status, undefined);
    },
  };
};

const jsonOf = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
