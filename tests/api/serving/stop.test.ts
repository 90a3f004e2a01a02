import { once } from "node:events";
import { Agent, get } from "node:http";
import { connect, type Socket } from "node:net";
import { text } from "node:stream/consumers";

import { beforeAll, describe, expect, test } from "@jest/globals";

import { promoteTiny } from "../../support/release.js";
import { until } from "../../support/until.js";
import { manyRows, recordOf, RISKY } from "../protocols/support.js";
import { newStorage, start } from "./support.js";

let storage: NodeJS.ProcessEnv;

beforeAll(async () => {
  const { store, settings } = await newStorage();
  await promoteTiny(store);
  storage = settings;
});

/** An upload of which only a part was sent. */
const beginUpload = async (url: string, body: string, sent: number) => {
  const socket = connect(Number(new URL(url).port), "127.0.0.1");
  const answer = text(socket);
  const head = [
    "POST /v1/prediction HTTP/1.1",
    "host: localhost",
    "content-type: application/json",
    `content-length: ${body.length}`,
    "expect: 100-continue",
    "",
    "",
  ];
  socket.write(head.join("\r\n"));
  // The answer to the head shows that the request is in flight.
  await once(socket, "readable");
  socket.write(body.slice(0, sent));
  return { answer, finish: () => void socket.write(body.slice(sent)) };
};

const refusesAt = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const socket: Socket = connect(Number(new URL(url).port), "127.0.0.1");
    socket.once("connect", () => resolve(false)).once("error", () => resolve(true));
    socket.once("connect", () => socket.destroy());
  });

const stopped = (url: string) => until(() => refusesAt(url), "no connection is taken any more");

const SMALL = JSON.stringify(recordOf(RISKY));
const LARGE = JSON.stringify(manyRows(50_000).map(recordOf));

describe("after a signal to stop, the api", () => {
  test.each([
    ["a slow upload", SMALL, 5, /^HTTP\/1.1 100 [^]*HTTP\/1.1 200 [^]*\{"resultado":\[1\]\}$/],
    ["a large batch", LARGE, LARGE.length - 5, /HTTP\/1.1 200 [^]*,\{"resultado":\[[01]\]\}\]$/],
  ])("takes nothing new, answers %s whole and exits with 0", async (_, body, sent, whole) => {
    const api = start({
      ...storage,
      DESPLIEGA_STOP_SECONDS: "600",
      DESPLIEGA_MAX_BODY_BYTES: `${32 << 20}`,
      DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "600",
    });
    const url = await api.ready();
    const upload = await beginUpload(url, body, sent);
    api.child.kill("SIGTERM");
    await stopped(url);
    upload.finish();
    expect(await upload.answer).toMatch(whole);
    const { code, stderr } = await api.ended;
    expect([code, stderr]).toEqual([0, ""]);
    expect(api.lines.at(-1)).toMatchObject({ msg: "request", status: 200 });
  });

  test("cuts what is still in flight after DESPLIEGA_STOP_SECONDS and exits with 0", async () => {
    const api = start({
      ...storage,
      DESPLIEGA_STOP_SECONDS: "1",
      DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "600",
    });
    const upload = await beginUpload(await api.ready(), SMALL, 5);
    api.child.kill("SIGTERM");
    expect((await api.ended).code).toBe(0);
    expect(await upload.answer).toMatch(/^HTTP\/1.1 100 Continue\r\n\r\n/);
  });

  test.each(["SIGTERM", "SIGINT"] as const)(
    "ends at once at a second signal, %s",
    async (signal) => {
      const api = start({
        ...storage,
        DESPLIEGA_STOP_SECONDS: "600",
        DESPLIEGA_REQUEST_TIMEOUT_SECONDS: "600",
      });
      const url = await api.ready();
      await beginUpload(url, SMALL, 5);
      api.child.kill("SIGTERM");
      await stopped(url);
      api.child.kill(signal);
      expect((await api.ended).code).toBe(1);
    },
  );

  test("ends while it still waits for its storage", async () => {
    const api = start({
      ...storage,
      AZURE_STORAGE_CONNECTION_STRING: storage["AZURE_STORAGE_CONNECTION_STRING"]!.replace(
        /:\d+\//,
        ":1/",
      ),
      DESPLIEGA_START_RETRY_SECONDS: "600",
    });
    await api.line(({ msg }) => msg === "trying again");
    api.child.kill("SIGTERM");
    expect((await api.ended).code).toBe(0);
  });

  test("loses no answer that it began and no line of its log under load", async () => {
    const api = start({ ...storage, DESPLIEGA_STOP_SECONDS: "600" });
    const url = await api.ready();
    const agent = new Agent({ keepAlive: true, maxSockets: 8 });
    const seen = { whole: 0, cut: 0, ended: false };
    const ask = (): Promise<void> =>
      new Promise((resolve) => {
        const request = get(`${url}/api/user/5008806/prediccion`, { agent }, (response) => {
          let body = "";
          response.setEncoding("utf8").on("data", (chunk: string) => (body += chunk));
          response.once("close", () => {
            if (response.complete && body === '{"resultado":[0]}') seen.whole++;
            else seen.cut++;
            resolve();
          });
        });
        request.once("error", () => {
          seen.ended = true;
          resolve();
        });
      });
    const clients = Array.from({ length: 8 }, async () => {
      while (!seen.ended) await ask();
    });
    await until(() => seen.whole >= 500, "500 answers");
    api.child.kill("SIGTERM");
    await Promise.all(clients);
    agent.destroy();
    expect(await api.ended).toEqual({ code: 0, stderr: "" });
    expect(seen.cut).toBe(0);
    expect(api.lines.filter(({ msg }) => msg === "request").length).toBeGreaterThanOrEqual(
      seen.whole,
    );
  });
});
