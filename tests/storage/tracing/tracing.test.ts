import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { currentSpan, inSpan, startTracing, useTracer, type Tracer } from "@despliega/storage";

import { startOtlpReceiver, type OtlpReceiver } from "../../support/otlp-receiver.js";

const ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";

let receiver: OtlpReceiver;
let before: NodeJS.ProcessEnv;
let told: string[];

beforeEach(async () => {
  receiver = await startOtlpReceiver();
  before = { ...process.env };
  told = [];
});
afterEach(async () => {
  useTracer(undefined);
  process.env = before;
  await receiver.close();
});

const start = (settings: NodeJS.ProcessEnv): Promise<Tracer | undefined> => {
  process.env = { ...before, [ENDPOINT]: receiver.endpoint, ...settings };
  const report = (line: string) => void told.push(line);
  return startTracing({ name: "test", version: "1.0.0", report });
};

const tick = () => new Promise((resolve) => setTimeout(resolve, 1));

test("spans nest across promises and timers, also two at once", async () => {
  const tracer = await start({});
  const child = (name: string) =>
    inSpan({ name }, async () => {
      await tick();
      await inSpan({ name: `${name} below` }, tick);
    });
  await inSpan({ name: "root" }, () => Promise.all([child("one"), child("two")]));
  await tracer?.close();
  const { spans } = receiver;
  const nameOf = (id: string) => spans.find(({ spanId }) => spanId === id)?.name;
  const parents = spans.map(({ name, parent }) => `${name} in ${nameOf(parent)}`);
  expect(parents.toSorted()).toEqual([
    "one below in one",
    "one in root",
    "root in undefined",
    "two below in two",
    "two in root",
  ]);
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
});

test("an error marks a span by its code, and its message is not sent", async () => {
  const tracer = await start({});
  const error = Object.assign(new Error("about 5008806"), { name: "STORE_REFUSED" });
  await expect(inSpan({ name: "work" }, () => Promise.reject(error))).rejects.toBe(error);
  await tracer?.close();
  expect(receiver.spans).toEqual([
    expect.objectContaining({ failed: true, facts: { "error.type": "STORE_REFUSED" } }),
  ]);
  expect(receiver.requests[0]?.body.includes("5008806")).toBe(false);
});

test("a stop ends what is open", async () => {
  const tracer = await start({});
  void inSpan({ name: "never ends" }, () => new Promise(() => {}));
  expect(await tracer?.close()).toBe(true);
  expect(receiver.spans).toEqual([
    expect.objectContaining({ name: "never ends", facts: { "error.type": "STOPPED" } }),
  ]);
});

test("traces are sampled by the standard settings, and one that is not still has an id", async () => {
  const tracer = await start({
    OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
    OTEL_TRACES_SAMPLER_ARG: "0.5",
  });
  const ids: string[] = [];
  for (let i = 0; i < 400; i++)
    await inSpan({ name: "root" }, async ({ traceId }) => {
      ids.push(traceId);
      await inSpan({ name: "child" }, async () => {});
    });
  await tracer?.close();
  expect(new Set(ids).size).toBe(400);
  const roots = receiver.spans.filter(({ name }) => name === "root").length;
  // Outside of these with a chance of less than one in a billion.
  expect(roots).toBeGreaterThan(130);
  expect(roots).toBeLessThan(270);
  expect(receiver.spans).toHaveLength(2 * roots);
});

test.each([
  [{ [ENDPOINT]: "" }, []],
  [{ OTEL_SDK_DISABLED: "TRUE" }, []],
  [{ OTEL_TRACES_EXPORTER: "none" }, []],
  [{ [ENDPOINT]: "receiver:4317" }, [`${ENDPOINT}: must be an http(s) url`]],
  [
    { OTEL_EXPORTER_OTLP_PROTOCOL: "grpc" },
    ["OTEL_EXPORTER_OTLP_PROTOCOL: must be http/protobuf, the only protocol that is sent"],
  ],
  [{ OTEL_TRACES_SAMPLER_ARG: "10 %" }, ["OTEL_TRACES_SAMPLER_ARG: must be a number from 0 to 1"]],
  [
    { APPLICATIONINSIGHTS_CONNECTION_STRING: "secret" },
    [
      "APPLICATIONINSIGHTS_CONNECTION_STRING: must be a connection string with an InstrumentationKey",
    ],
  ],
] as const)("nothing is sent with %j, and a wrong setting is one line", async (settings, lines) => {
  expect(await start(settings)).toBeUndefined();
  await inSpan({ name: "work" }, async () => currentSpan().add({ fact: 1 }));
  expect(told).toEqual(lines.map((line) => `no traces are sent: ${line}`));
  expect(receiver.requests).toEqual([]);
});
