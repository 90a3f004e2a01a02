import { once } from "node:events";
import { setTimeout as wait } from "node:timers/promises";

import { urlOf, watchOverload, type CallerCheck } from "@despliega/api";
import { expect, test } from "@jest/globals";

import { exchangeRaw, requestText } from "../http/raw.js";
import { apiServing } from "../protocols/support.js";
import { parsePrometheus, valueOf } from "./prometheus-text.js";

const PATIENCE_MS = 200;
const PREDICTION = requestText("GET /api/user/5008806/prediccion");

/** Keeps the event loop from anything else. */
const spin = (ms: number): void => {
  const end = performance.now() + ms;
  while (performance.now() < end);
};

/** An api that one request can stop for a while. */
const stoppable = async (maxEventLoopDelayMs: number) => {
  const checkCaller: CallerCheck = ({ headers }) => {
    spin(Number(headers["x-spin"] ?? 0));
    return { name: "anonymous", kind: "anonymous" };
  };
  const { server, request } = await apiServing([{}], { checkCaller, maxEventLoopDelayMs });
  return { server, request, url: urlOf(server) };
};

/** What requests get that have come while another one stopped the api. */
const whileStopped = async (
  { server, url }: Awaited<ReturnType<typeof stoppable>>,
  requests: readonly string[],
): Promise<readonly string[]> => {
  const spinning = exchangeRaw(url, requestText("GET /v1/models", [`x-spin: ${5 * PATIENCE_MS}`]));
  await once(server, "request");
  const answers = await Promise.all(requests.map((text) => exchangeRaw(url, text)));
  expect(await spinning).toMatch(/^HTTP\/1.1 200 /);
  return answers;
};

test("requests that waited for a blocked event loop are shed, probes are not", async () => {
  const api = await stoppable(PATIENCE_MS);
  const probes = ["/healthz", "/readyz", "/healthz?by=probe"].map((url) =>
    requestText(`GET ${url}`),
  );
  const [prediction, ...probed] = await whileStopped(api, [PREDICTION, ...probes]);
  expect(prediction).toMatch(/^HTTP\/1.1 503 [^]*\r\nretry-after: 1\r\n[^]*"code":"OVERLOADED"/);
  for (const answer of probed) expect(answer).toMatch(/^HTTP\/1.1 200 /);
  expect(probed).toHaveLength(3);
});

test("requests are taken again once the event loop is on time, and those shed are counted", async () => {
  const api = await stoppable(PATIENCE_MS);
  await whileStopped(api, [PREDICTION, PREDICTION]);
  let turnedAway = 2;
  while ((await exchangeRaw(api.url, PREDICTION)).startsWith("HTTP/1.1 503")) turnedAway++;
  const samples = parsePrometheus((await api.request.get("/metrics")).text);
  expect(valueOf(samples, "despliega_requests_shed_total")).toBe(turnedAway);
});

test("no request is shed without a limit", async () => {
  const api = await stoppable(0);
  expect(await whileStopped(api, [PREDICTION])).toEqual([expect.stringMatching(/^HTTP\/1.1 200 /)]);
});

test("what the start loads sheds nothing, and what blocks the event loop afterwards does", async () => {
  let isReady = false;
  const overload = watchOverload(PATIENCE_MS, () => isReady);
  spin(5 * PATIENCE_MS);
  expect(overload.shed()).toBe(false);
  isReady = true;
  // The turn that was late comes first, and the watch takes note that all is ready.
  await wait(PATIENCE_MS);
  while (overload.delay() > PATIENCE_MS) await wait(PATIENCE_MS);
  expect(overload.shed()).toBe(false);
  spin(5 * PATIENCE_MS);
  expect(overload.shed()).toBe(true);
  overload.stop();
});
