import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect, type AddressInfo } from "node:net";
import { createInterface } from "node:readline";
import { text } from "node:stream/consumers";

import { describe, expect, test } from "@jest/globals";

import { until } from "../../support/until.js";
import { exchangeRaw, requestText } from "../http/raw.js";
import { apiServing } from "../protocols/support.js";
import { capturedLog } from "../support.js";

const logged = async () => {
  const log = capturedLog();
  const { server } = await apiServing([{}], { accessLog: log.sink });
  const { port } = server.address() as AddressInfo;
  return { log, server, port, url: `http://127.0.0.1:${port}` };
};

describe("the line of a request", () => {
  test.each([
    ["GET /api/user/5008806/prediccion", 200, "/api/user/:id/prediccion"],
    ["HEAD /api/user/1/caracteristicasriesgo", 404, "/api/user/:id/caracteristicasriesgo"],
    ["DELETE /healthz", 405, "/healthz"],
    ['GET /"},{%22', 404, null],
    ["GET /%ff", 404, null],
    ["OPTIONS *", 404, null],
    ["POST /v1/models/riesgo/prediction", 415, "/v1/models/:model/prediction"],
  ])("is JSON with what is known of %s and no url", async (line, status, route) => {
    const { log, url } = await logged();
    await exchangeRaw(url, requestText(line));
    expect(log.text).toHaveLength(1);
    expect(log.text[0]).toMatch(/\}\n$/);
    expect(log.lines()).toEqual([
      {
        level: 30,
        time: expect.any(Number),
        requestId: expect.stringMatching(/^[0-9a-f]{32}$/),
        method: line.split(" ")[0],
        route,
        status,
        ms: expect.any(Number),
        msg: "request",
      },
    ]);
  });

  test("carries the id that the answer carries", async () => {
    const { log, url } = await logged();
    const id = "0123456789abcdef0123456789abcdef";
    await exchangeRaw(url, requestText("GET /healthz", [`x-request-id: ${id}`]));
    expect(log.lines()).toMatchObject([{ requestId: id }]);
  });

  test("marks the request of a caller who hung up as aborted", async () => {
    const { log, server, port } = await logged();
    const socket = connect(port, "127.0.0.1");
    const headers = ["content-type: application/json", "content-length: 100"];
    socket.write(requestText("POST /v1/prediction", headers));
    await once(server, "request");
    socket.destroy();
    await until(() => log.text.length > 0, "a line");
    expect(log.lines()).toMatchObject([{ route: "/v1/prediction", aborted: true }]);
  });
});

describe("lines that are gathered before they are written", () => {
  /** A process that writes so many numbered lines and then does something. */
  const writer = (lines: number, then: string) =>
    spawn(
      process.execPath,
      [
        "--input-type=module",
        "--eval",
        `import { openLogSink } from ${JSON.stringify(import.meta.resolve("@despliega/api"))};
         const sink = openLogSink();
         for (let i = 0; i < ${lines}; i++) sink.write(\`{"line":\${i}}\\n\`);
         ${then}`,
      ],
      { stdio: ["ignore", "pipe", "inherit"] },
    );

  // Sorted, as what another thread was writing when the process ended may come last.
  const sorted = (lines: string): string[] => lines.split("\n").sort();
  const numbered = (lines: number): string =>
    Array.from({ length: lines }, (_, i) => `{"line":${i}}\n`).join("");

  test.each([
    ["when the process ends by itself", ""],
    ["at process.exit", "process.exit(0);"],
    [
      "at an error that nobody catches",
      'process.on("uncaughtException", () => process.exit(0)); throw 1;',
    ],
    [
      "on SIGTERM",
      'process.once("SIGTERM", () => process.exit(0)); process.kill(process.pid, "SIGTERM"); setInterval(() => {}, 1_000);',
    ],
  ])("are all there and whole %s", async (_, then) => {
    for (const lines of [1, 20_000])
      expect(sorted(await text(writer(lines, then).stdout))).toEqual(sorted(numbered(lines)));
  });

  test("come without another line behind them while the process goes on", async () => {
    const child = writer(1, "setInterval(() => {}, 1_000);");
    const [line] = (await once(createInterface(child.stdout), "line")) as [string];
    expect(line).toBe('{"line":0}');
    child.kill();
  });
});
