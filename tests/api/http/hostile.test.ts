import { once } from "node:events";
import { connect, type Socket } from "node:net";

import { createBodyMemory, createCallerCheck, hostCheckOf, urlOf } from "@despliega/api";
import { afterEach, describe, expect, test } from "@jest/globals";

import { until } from "../../support/until.js";
import { apiServing, manyRows, NAMES, recordOf, RISKY } from "../protocols/support.js";
import { capturedLog } from "../support.js";
import { exchangeRaw, requestText } from "./raw.js";

const PATH = "/v1/models/riesgo/prediction";
const JSON_TYPE = "content-type: application/json";

const sockets: Socket[] = [];
afterEach(() => {
  for (const socket of sockets.splice(0)) socket.destroy();
});

/** A connection on which some bytes were sent. */
const opened = (url: string, text: string): Socket => {
  const { hostname, port } = new URL(url);
  const socket = connect(Number(port), hostname).on("error", () => {});
  sockets.push(socket);
  socket.write(text);
  return socket;
};

const head = (length: number, headers: readonly string[] = []): string =>
  [
    `POST ${PATH} HTTP/1.1`,
    "host: x",
    JSON_TYPE,
    ...headers,
    `content-length: ${length}`,
    "",
    "",
  ].join("\r\n");

const predict = async (url: string, rows: number, init: RequestInit = {}) =>
  fetch(`${url}${PATH}`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(manyRows(rows).map(recordOf)),
    ...init,
  });

/** Enough rows for a body that takes a place in the threads. */
const MANY = 2_000;

describe("a body", () => {
  test("cannot hide its length behind a thousand headers", async () => {
    const { server } = await apiServing([{}], { maxBodyBytes: 1_000 });
    const many = Array.from({ length: 1_500 }, () => "a:1");
    const answer = await exchangeRaw(urlOf(server), `${head(200_000, many)}{`);
    expect(answer).toMatch(/^HTTP\/1.1 413 [^]*"code":"BODY_TOO_LARGE"/);
  });

  test("that comes too slowly for its deadline gives its place to others at once", async () => {
    const { server } = await apiServing([{}], { requestTimeoutSeconds: 60 });
    const url = urlOf(server);
    const slow = Array.from({ length: 9 }, () => opened(url, `${head(1_000_000)}[`));
    expect(
      await until(async () => {
        const { status } = await predict(url, MANY);
        return status !== 200 && status;
      }, "the places are taken"),
    ).toBe(503);
    const [first] = (await once(slow[0]!, "data")) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 408 [^]*"code":"BODY_TIMEOUT"/);
    await until(async () => (await predict(url, MANY)).status === 200, "a place", 20);
  });

  test("in chunks that comes too slowly is ended as soon as one of a stated length", async () => {
    const { server } = await apiServing([{}], { requestTimeoutSeconds: 60 });
    const chunked = head(0).replace("content-length: 0", "transfer-encoding: chunked");
    const [first] = (await once(opened(urlOf(server), `${chunked}1\r\n[\r\n`), "data")) as [Buffer];
    expect(first.toString()).toMatch(/^HTTP\/1.1 408 [^]*"code":"BODY_TIMEOUT"/);
  });

  test("that began to come before its caller reached the limit of rows is refused", async () => {
    const checkCaller = createCallerCheck(() => ({ name: "web", kind: "key" }), {
      limit: 0,
      rowLimit: 10,
      trustProxy: undefined,
    });
    const { server } = await apiServing([{}], { checkCaller });
    const url = urlOf(server);
    const body = JSON.stringify(manyRows(20).map(recordOf));
    const slow = opened(url, head(body.length) + body.slice(0, -1));
    await fetch(`${url}/healthz`);
    expect((await predict(url, 20)).status).toBe(200);
    slow.write(body.slice(-1));
    const [answer] = (await once(slow, "data")) as [Buffer];
    expect(answer.toString()).toMatch(/^HTTP\/1.1 429 [^]*retry-after: \d/);
  });

  test("waits for others to be answered when all together would take too much memory", async () => {
    const bodyMemory = createBodyMemory(1, 8 * 400_000);
    const { server } = await apiServing([{}], { bodyMemory });
    const url = urlOf(server);
    const first = opened(url, `${head(399_000)}[`);
    await until(async () => (await predict(url, MANY)).status === 503, "the memory is taken");
    first.destroy();
    await until(async () => (await predict(url, MANY)).status !== 503, "the memory is free");
  });

  test.each([
    [
      "application/json",
      JSON.stringify({ dataframe_split: { columns: ["a"], data: [Array(50_000).fill(1)] } }),
    ],
    ["text/csv", `${NAMES.join()}\n${`${RISKY.join()}\n`.repeat(10_000)}`],
  ])(
    "of %s with more values than there is memory for is refused before it is read",
    async (type, body) => {
      const { server } = await apiServing([{}], { bodyMemory: createBodyMemory(1, 8_000_000) });
      const answer = await fetch(`${urlOf(server)}/invocations`, {
        method: "POST",
        headers: { "content-type": type },
        body,
      });
      expect(answer.status).toBe(413);
      expect(await answer.json()).toMatchObject({ code: "VALUES_TOO_MANY" });
    },
  );
});

describe("a caller", () => {
  test("who never reads is cut off, and counted", async () => {
    const { server } = await apiServing([{}], { requestTimeoutSeconds: 0.5 });
    const url = urlOf(server);
    const ask = "GET /openapi.json HTTP/1.1\r\nhost: x\r\n\r\n";
    const socket = opened(url, ask.repeat(400));
    socket.pause();
    await until(async () => {
      const metrics = await (await fetch(`${url}/metrics`)).text();
      return metrics.includes('despliega_connections_ended_total{reason="slow-reader"} 1');
    }, "the end of the connection");
  });

  test("who comes when all connections rest finds a place", async () => {
    const { server } = await apiServing([{}], { maxConnections: 2 });
    const url = urlOf(server);
    const ask = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
    for (let i = 0; i < 2; i++) await once(opened(url, ask), "data");
    const answered = () => fetch(`${url}/healthz`).catch(() => undefined);
    await until(answered, "a place");
  });

  test("beyond the most connections finds none, and is counted", async () => {
    const { server } = await apiServing([{}], { maxConnections: 2 });
    const url = urlOf(server);
    const first = opened(url, "");
    opened(url, "");
    const third = opened(url, "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n");
    await until(() => third.closed, "the end of the connection");
    first.destroy();
    const metrics = await until(
      () =>
        fetch(`${url}/metrics`).then(
          (answer) => answer.text(),
          () => undefined,
        ),
      "a connection",
    );
    expect(metrics).toMatch(/despliega_connections_ended_total\{reason="connections"\} [1-9]/);
  });
});

describe("what Node.js refuses itself", () => {
  test.each([
    ["a line that is none", "GARBAGE\r\n\r\n", 400],
    [
      "headers that are too large",
      `GET / HTTP/1.1\r\nhost: x\r\na: ${"a".repeat(20_000)}\r\n\r\n`,
      431,
    ],
  ])("%s has a problem, a line in the log and a count", async (_, text, status) => {
    const log = capturedLog();
    const { server } = await apiServing([{}], { accessLog: log.sink });
    const answer = await exchangeRaw(urlOf(server), text);
    expect(answer).toMatch(new RegExp(`^HTTP/1.1 ${status} [^]*application/problem\\+json`));
    expect(log.lines()).toMatchObject([{ method: null, route: null, status, msg: "request" }]);
    const metrics = await (await fetch(`${urlOf(server)}/metrics`)).text();
    expect(metrics).toContain(
      `http_request_duration_seconds_count{route="none",method="other",status="${status}",model="none"} 1`,
    );
  });
});

describe("a host", () => {
  const own = hostCheckOf(["modelos.example"]);

  test.each([
    "localhost",
    "LOCALHOST:8080",
    "127.0.0.1:1",
    "[::1]:8080",
    "Modelos.Example:443",
    undefined,
  ])("of the name %s is this server's", (host) => expect(own(host)).toBe(true));

  test.each([
    "evil.example",
    "evil.example:8080",
    "127.0.0.1.evil.example",
    "",
    "localhost.evil.example",
  ])("of the name %s is not", (host) => expect(own(host)).toBe(false));

  test("that is another server's gets no answer, whatever is asked", async () => {
    const { server } = await apiServing([{}], { isOwnHost: own });
    for (const url of ["/healthz", "/v1/models", "/"]) {
      const text = requestText(`GET ${url}`).replace(/host: \S+/, "host: rebound.example:80");
      expect(await exchangeRaw(urlOf(server), text)).toMatch(
        /^HTTP\/1.1 421 [^]*"code":"HOST_UNKNOWN"/,
      );
    }
    expect((await predict(urlOf(server), 1)).status).toBe(200);
  });
});

test.each(["/healthz", "/healthz/", "/healthz?a=b", "/readyz/?a=b"])(
  "%s is as open as without what is at its end",
  async (path) => {
    const refuse = () => ({ code: "UNAUTHENTICATED", headers: [] }) as const;
    const checkCaller = createCallerCheck(refuse, { limit: 0, trustProxy: undefined });
    const { server } = await apiServing([{}], { checkCaller });
    expect((await fetch(`${urlOf(server)}${path}`)).status).toBe(200);
    expect((await fetch(`${urlOf(server)}/v1/models`)).status).toBe(401);
  },
);
