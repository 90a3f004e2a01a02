import { spawnSync } from "node:child_process";

import { createApp, createMetrics, createReleases } from "@despliega/api";
import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import { describe, expect, test } from "@jest/globals";
import supertest from "supertest";

import { needing } from "../../support/needing.js";
import { promoteTiny, USERS, versionOf } from "../../support/release.js";
import { apiServing, recordOf, RISKY } from "../protocols/support.js";
import { capturedLog } from "../support.js";
import { parsePrometheus, valueOf, type Sample } from "./prometheus-text.js";

type Request = Awaited<ReturnType<typeof apiServing>>["request"];

const scrape = async (request: Request): Promise<Sample[]> => {
  const { text, headers } = await request.get("/metrics");
  expect(headers["content-type"]).toMatch(/^text\/plain; version=0\.0\.4/);
  return parsePrometheus(text);
};

const COUNT = "http_request_duration_seconds_count";
const PREDICTION = "/api/user/:id/prediccion";

describe("requests", () => {
  test("are counted by route, method, status and model, never by url", async () => {
    const { request } = await apiServing();
    for (const id of Object.keys(USERS)) await request.get(`/api/user/${id}/prediccion`);
    await request.get("/api/user/1/prediccion");
    await request.head("/api/user/5008806/prediccion");
    await request.post("/v1/prediction").send(recordOf(RISKY));
    const samples = await scrape(request);
    const count = (labels: Record<string, string>) => valueOf(samples, COUNT, labels);
    const keyed = { route: PREDICTION, model: "riesgo" };
    expect(count({ ...keyed, method: "GET", status: "200" })).toBe(3);
    expect(count({ ...keyed, method: "GET", status: "404" })).toBe(1);
    expect(count({ ...keyed, method: "HEAD", status: "200" })).toBe(1);
    expect(count({ route: "/v1/prediction", method: "POST", status: "200" })).toBe(1);
    expect(JSON.stringify(samples)).not.toMatch(/5008806/);
  });

  test("take times that add up in buckets that do not fall", async () => {
    const { request } = await apiServing();
    for (let i = 0; i < 20; i++) await request.get("/healthz");
    const all = await scrape(request);
    const samples = all.filter(({ labels }) => labels["route"] === "/healthz");
    const buckets = samples.filter(({ name }) => name.endsWith("_bucket"));
    const bounds = buckets.map(({ labels }) => Number(labels["le"]!.replace("Inf", "Infinity")));
    expect(bounds).toEqual([...bounds].sort((a, b) => a - b));
    expect(bounds.at(-1)).toBe(Infinity);
    const counts = buckets.map(({ value }) => value);
    expect(counts).toEqual([...counts].sort((a, b) => a - b));
    expect(counts.at(-1)).toBe(valueOf(samples, COUNT));
    expect(counts.at(-1)).toBe(20);
    expect(valueOf(samples, "http_request_duration_seconds_sum")).toBeGreaterThan(0);
  });

  test("of unknown methods and urls share one series", async () => {
    const { request } = await apiServing();
    await request.get("/nowhere");
    await scrape(request);
    // Those of the process come and go with its garbage collections.
    const ours = async () =>
      (await scrape(request)).filter(({ name }) => name.startsWith("http_")).length;
    const before = await ours();
    for (let i = 0; i < 50; i++) await request.get(`/nowhere/${i}?${i}=${i}`);
    expect(await ours()).toBe(before);
    for (const method of ["PURGE", "PROPFIND", "REPORT", "MKCOL", "LOCK"])
      await (request as unknown as Record<string, (url: string) => Promise<unknown>>)[
        method.toLowerCase()
      ]!("/nowhere");
    const samples = await scrape(request);
    const none = samples.filter(({ name, labels }) => name === COUNT && labels["route"] === "none");
    const counts = Object.fromEntries(none.map(({ labels, value }) => [labels["method"], value]));
    expect(counts).toEqual({ GET: 51, other: 5 });
  });
});

/** The bounds between which a score is counted. */
const bucketOf = async (task: "classification" | "regression", score: number) => {
  const metrics = createMetrics();
  metrics.score({ model: "any", task }, score, false);
  const counts = parsePrometheus(await metrics.text())
    .filter(({ name }) => name === "despliega_score_bucket")
    .map(({ labels, value }) => [Number(labels["le"]!.replace("Inf", "Infinity")), value] as const);
  const at = counts.findIndex(([, count]) => count === 1);
  return [counts[at - 1]?.[0] ?? -Infinity, counts[at]![0]];
};

test.each([
  ["classification", 0.42, 0.4, 0.45],
  ["regression", -7, -Infinity, 0],
  ["regression", 0.00001, 0, 0.001],
  ["regression", 0.3, 0.2, 0.5],
  ["regression", 1_234, 1_000, 2_000],
  ["regression", 341_500_000, 200_000_000, 500_000_000],
  ["regression", 1e11, 1e10, Infinity],
] as const)("the score of a %s, %d, is told from others", async (task, score, above, upTo) => {
  expect(await bucketOf(task, score)).toEqual([above, upTo]);
});

test("the numbers of a regression are counted in buckets of their own, beside probabilities", async () => {
  const { request } = await apiServing([
    {},
    {
      model: "gasto",
      description: { task: "regression", serving: { by: "row", answer: "gasto" } },
    },
  ]);
  for (const model of ["riesgo", "gasto"])
    await request.post(`/v1/models/${model}/prediction`).send(recordOf(RISKY));
  const samples = await scrape(request);
  const bounds = (model: string) =>
    samples.filter(
      ({ name, labels }) => name === "despliega_score_bucket" && labels["model"] === model,
    ).length;
  expect([bounds("riesgo"), bounds("gasto")]).toEqual([21, 42]);
});

test("scores are counted by model, from every protocol and row by row", async () => {
  const { request } = await apiServing();
  await request.get("/api/user/5008807/prediccion");
  const rows = [RISKY, RISKY, RISKY].map(recordOf);
  await request.post("/v1/prediction").send(rows);
  await request.post("/invocations").send({ dataframe_records: rows });
  await request.post("/v1/prediction").send([]);
  await request.post("/v1/prediction").send([recordOf(RISKY), {}]);
  const samples = await scrape(request);
  const { body } = await request.post("/v1/prediction?detalle=true").send(recordOf(RISKY));
  const score = (body as { probabilidad: number }).probabilidad;
  const labels = { model: "riesgo" };
  expect(valueOf(samples, "despliega_score_count", labels)).toBe(7);
  expect(valueOf(samples, "despliega_score_sum", labels)).toBeCloseTo(7 * score, 10);
});

describe("of a release", () => {
  const apiOver = async (store: BlobStore) => {
    const { logger } = capturedLog();
    const releases = createReleases({ store, logger, models: undefined, refreshSeconds: 0 });
    return { releases, request: supertest(createApp({ releases, store, logger })) };
  };

  test("there is nothing before it is loaded", async () => {
    const { request } = await apiOver(memoryBlobStore());
    const samples = await scrape(request);
    expect(samples.filter(({ name }) => name.startsWith("despliega_release"))).toEqual([]);
  });

  test("have name and age, which follow a swap", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const { releases, request } = await apiOver(store);
    await releases.load();
    const info = async () =>
      (await scrape(request)).filter(({ name }) => name === "despliega_release_info");
    const of = (version: string) => [
      { name: "despliega_release_info", labels: { model: "riesgo", version }, value: 1 },
    ];
    expect(await info()).toEqual(of(versionOf(1)));
    await promoteTiny(store, { version: versionOf(2) });
    await releases.refresh("riesgo");
    expect(await info()).toEqual(of(versionOf(2)));
    const made = Date.parse("2026-01-31T23:59:59Z") / 1_000;
    const age = valueOf(await scrape(request), "despliega_release_age_seconds");
    expect(Math.abs(Date.now() / 1_000 - made - age!)).toBeLessThan(60);
  });

  test("failed refreshes are counted, also after they have succeeded again", async () => {
    const store = memoryBlobStore();
    await promoteTiny(store);
    const { releases, request } = await apiOver(store);
    await releases.load();
    const failures = async () => valueOf(await scrape(request), "despliega_refresh_failures_total");
    expect(await failures()).toBe(0);
    await promoteTiny(store, { version: versionOf(2), wrongGolden: true });
    await releases.refresh("riesgo");
    await releases.refresh("riesgo");
    expect(await failures()).toBe(2);
    await promoteTiny(store, { version: versionOf(3) });
    await releases.refresh("riesgo");
    expect(await failures()).toBe(2);
    expect(valueOf(await scrape(request), "despliega_release_stale_seconds")).toBe(0);
  });
});

test("the process has metrics of its own", async () => {
  const { request } = await apiServing();
  const samples = await scrape(request);
  for (const name of [
    "process_resident_memory_bytes",
    "nodejs_eventloop_lag_seconds",
    "despliega_event_loop_delay_seconds",
    "despliega_requests_shed_total",
  ])
    expect(valueOf(samples, name)).toBeGreaterThanOrEqual(0);
});

const promtool = (input: string, ...args: readonly string[]) =>
  spawnSync("promtool", args, { input, encoding: "utf8" });

needing("promtool", promtool("", "--version").status === 0).test(
  "promtool's linter finds nothing",
  async () => {
    const { request } = await apiServing();
    await request.get("/api/user/5008807/prediccion");
    const { text } = await request.get("/metrics");
    expect(promtool(text, "check", "metrics")).toMatchObject({ status: 0, stderr: "" });
  },
);
