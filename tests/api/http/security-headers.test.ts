import { createServer } from "node:http";

import {
  createApp,
  HELMET_OPTIONS,
  listen,
  stop,
  urlOf,
  type AppDeps,
  type CallerCheck,
} from "@despliega/api";
import { afterAll, describe, expect, test } from "@jest/globals";
import helmet from "helmet";

import { apiServing } from "../protocols/support.js";
import { capturedLog } from "../support.js";
import { exchangeRaw, requestText } from "./raw.js";

/** The headers of an answer's head, by lower-case name. */
const headersOf = (answer: string): ReadonlyMap<string, string> =>
  new Map(
    answer
      .split("\r\n\r\n", 1)[0]!
      .split("\r\n")
      .slice(1)
      .map((line) => [line.slice(0, line.indexOf(":")).toLowerCase(), line.split(/: (.*)/)[1]!]),
  );

const closers: (() => Promise<void>)[] = [];
afterAll(async () => {
  for (const close of closers) await close();
});

const helmetHeaders = async (): Promise<[string, string][]> => {
  const server = createServer((request, response) =>
    helmet(HELMET_OPTIONS)(request, response, () => response.end()),
  );
  await listen(server, { host: "127.0.0.1", port: 0 });
  closers.push(() => stop(server, 0));
  const answer = await exchangeRaw(urlOf(server), requestText("GET /"));
  const own = new Set(["date", "connection", "content-length", "transfer-encoding"]);
  return [...headersOf(answer)].filter(([name]) => !own.has(name));
};

const refusing: CallerCheck = () => ({ code: "RATE_LIMITED", headers: ["retry-after", 1] });

const failing: CallerCheck = async () => Promise.reject(new Error("broken"));

const brokenReleases = async (options: Partial<AppDeps>): Promise<string> => {
  const { releases, store } = await apiServing();
  const [release] = releases.current();
  const scorer = {
    ...release!.scorer,
    scores: () => {
      throw new Error("broken");
    },
  };
  const broken = { ...releases, current: () => [{ ...release!, scorer }] };
  const { logger } = capturedLog();
  const server = createApp({ ...options, releases: broken, store, logger });
  await listen(server, { host: "127.0.0.1", port: 0 });
  closers.push(() => stop(server, 0));
  return urlOf(server);
};

const prediction = "GET /api/user/5008806/prediccion";
const tooLong = ["content-type: application/json", "content-length: 99"];

const urlOn = async (...given: Parameters<typeof apiServing>): Promise<string> =>
  urlOf((await apiServing(...given)).server);

const kinds: Readonly<Record<string, readonly [number, () => Promise<string>, string]>> = {
  "an answer": [200, urlOn, requestText(prediction)],
  "an answer without a body": [200, urlOn, requestText(prediction.replace("GET", "HEAD"))],
  "an answer that express writes": [200, urlOn, requestText("GET /healthz")],
  "a page": [200, urlOn, requestText("GET /docs")],
  metrics: [200, urlOn, requestText("GET /metrics")],
  "an unknown url": [404, urlOn, requestText("GET /nowhere")],
  "a target without a path": [404, urlOn, requestText("OPTIONS *")],
  "a malformed url": [400, urlOn, requestText("GET /api/user/%ff/prediccion")],
  "another method": [405, urlOn, requestText("PUT /healthz")],
  "a request without a host": [400, urlOn, "GET / HTTP/1.1\r\n\r\n"],
  "an unknown expectation": [417, urlOn, requestText("GET /", ["expect: x"])],
  "a body beyond the limit": [
    413,
    () => urlOn([{}], { maxBodyBytes: 10 }),
    `${requestText("POST /v1/prediction", tooLong)}${" ".repeat(99)}`,
  ],
  "not being ready": [503, () => urlOn([]), requestText(prediction)],
  "a refused caller": [429, () => urlOn([{}], { checkCaller: refusing }), requestText(prediction)],
  "a check of the caller that fails": [
    500,
    () => urlOn([{}], { checkCaller: failing }),
    requestText(prediction),
  ],
  "a bug": [500, () => brokenReleases({}), requestText(prediction)],
};

describe("the headers that helmet sets come", () => {
  test.each(Object.entries(kinds))("with %s", async (_, [status, url, request]) => {
    const answer = await exchangeRaw(await url(), request);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} `));
    const headers = headersOf(answer);
    expect([...headers]).toEqual(expect.arrayContaining(await helmetHeaders()));
    expect(headers.get("x-request-id")).toMatch(/^[0-9a-f]{32}$/);
    expect(headers.has("x-powered-by")).toBe(false);
  });
});
