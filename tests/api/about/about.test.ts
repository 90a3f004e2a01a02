import {
  blobNames,
  memoryBlobStore,
  promote,
  publishMonitoring,
  requireChampion,
  signChampion,
  type BlobStore,
} from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { promoteTiny, publishTiny, move, SENSITIVE, versionOf } from "../../support/release.js";
import { authorisationOn, callerCheckFor } from "../../support/sensitive.js";
import { signedStore, signingKey } from "../../support/signing.js";
import { monitored } from "../../trainer/report/monitoring-sample.js";
import { apiServing } from "../protocols/support.js";

const PAGE = "<style>p{color:red}</style><p>Good</p>";

const METRICS = {
  ...{ observations: 100, positives: 20, confusion: { tp: 15, fp: 10, tn: 70, fn: 5 } },
  distribution: [
    { from: 0.1, to: 0.4, class: 0, share: 0.75 },
    { from: 0.4, to: 0.9, class: 0, share: 0.25 },
    { from: 0.1, to: 0.4, class: 1, share: 0.1 },
    { from: 0.4, to: 0.9, class: 1, share: 0.9 },
  ],
};

const PARTS = [
  { name: "report.html", source: Buffer.from(PAGE) },
  { name: "metrics.json", source: Buffer.from(JSON.stringify(METRICS)) },
];

test("a report has the figures that the release keeps, and none of one that keeps none", async () => {
  const { request } = await apiServing([{ parts: PARTS }]);
  const { body } = await request.get("/v1/models/riesgo/report");
  expect(body).toMatchObject({
    ...{ model: "riesgo", task: "classification", classes: null },
    comparison: null,
    evaluation: METRICS,
  });
  const bare = await (await apiServing()).request.get("/v1/models/riesgo/report");
  expect(bare.body).toMatchObject({ metrics: { rocAuc: 0.75 }, evaluation: null });
});

test("a curve counts what each threshold would flag, also the one in force", async () => {
  const { request } = await apiServing([{ parts: PARTS }]);
  const { body } = await request.get("/v1/models/riesgo/curve");
  expect(body).toMatchObject({
    threshold: 0.5,
    points: [
      { threshold: 0.1, flagged: 1, tp: 20, fp: 80, tn: 0, fn: 0, precision: 0.2, recall: 1 },
      { threshold: 0.4, flagged: 0.38, tp: 18, fp: 20, tn: 60, fn: 2, recall: 0.9 },
      { threshold: 0.5, flagged: 0.25, tp: 15, fp: 10, tn: 70, fn: 5, precision: 0.6 },
    ],
  });
});

test("releases and moves are told newest first", async () => {
  const store = memoryBlobStore();
  const { request } = await apiServing([{ version: versionOf(1) }], { store });
  await publishTiny(store, { version: versionOf(2) });
  const signedIn = { user: "ana", host: "a-host" };
  const signed = { ...store, signedIn: async () => signedIn };
  await promote(signed, "riesgo", versionOf(2), { ...move, why: "better" });
  const releases = await request.get("/v1/models/riesgo/releases");
  expect(releases.body).toMatchObject({
    version: versionOf(1),
    releases: [{ version: versionOf(2) }, { version: versionOf(1), features: { length: 5 } }],
  });
  const ledger = await request.get("/v1/models/riesgo/ledger");
  expect(ledger.body).toMatchObject({
    moves: [
      { sequence: 2, why: "better" },
      { sequence: 1, by: "test" },
    ],
  });
  expect((await requireChampion(store, "riesgo")).signedIn).toEqual(signedIn);
  expect(ledger.text).not.toContain("a-host");
});

test("moves that somebody without the key wrote into the ledger are not told", async () => {
  const bare = memoryBlobStore();
  const store = signedStore(await signingKey(), bare);
  await promoteTiny(bare, { version: versionOf(1) });
  await signChampion(store, "riesgo");
  const { request } = await apiServing([{ version: versionOf(2) }], { store });
  const { bytes } = await bare.read(blobNames.ledger("riesgo"));
  const [, last] = String(bytes).trim().split("\n");
  const forged = { ...(JSON.parse(last!) as object), sequence: 3, by: "eva" };
  const line = Buffer.from(`${JSON.stringify(forged)}\n`);
  await bare.append(blobNames.ledger("riesgo"), line, bytes.length);
  const { body } = await request.get("/v1/models/riesgo/ledger").expect(200);
  expect((body as { moves: object[] }).moves).toMatchObject([
    { sequence: 2, by: "test" },
    { sequence: 1, by: "test" },
  ]);
});

test("a release and a verdict that are damaged hide no other", async () => {
  const store = memoryBlobStore();
  const { request } = await apiServing([{ version: versionOf(1) }], { store });
  await store.write(blobNames.manifest("riesgo", versionOf(2)), Buffer.from("{"));
  const at = new Date("2026-04-01T00:00:00Z");
  await publishMonitoring(store, { document: monitored, at, summary: "." });
  await store.write(
    blobNames.monitoring("riesgo", "2026-04-02-00000000", "monitor.json"),
    Buffer.from("{"),
  );
  const releases = await request.get("/v1/models/riesgo/releases");
  expect(releases.body).toMatchObject({ releases: [{ version: versionOf(1) }] });
  const monitor = await request.get("/v1/models/riesgo/monitor");
  expect(monitor.body).toMatchObject({ verdicts: [{ to: "2026-03-29" }] });
});

test("verdicts come newest first, the newest with its document", async () => {
  const store = memoryBlobStore();
  const at = new Date("2026-04-01T00:00:00Z");
  const before = { ...monitored, window: { ...monitored.window, to: "2026-03-28" } };
  for (const document of [before, monitored])
    await publishMonitoring(store, { document, at, summary: "." });
  const { request } = await apiServing([{}], { store });
  const { body } = await request.get("/v1/models/riesgo/monitor");
  expect(body).toMatchObject({
    verdicts: [
      { to: "2026-03-29", verdict: "fault", answers: 12_000 },
      { to: "2026-03-28", verdict: "fault" },
    ],
    newest: { window: { to: "2026-03-29" } },
  });
});

test("the page of a report may use its own styles and nothing else", async () => {
  const { request } = await apiServing([{ parts: PARTS }]);
  const { headers, text } = await request.get("/v1/models/riesgo/report.html");
  expect(text).toBe(PAGE);
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none'; style-src 'sha256-p0bF+un5yUb9MBO6xRb8kPHlY2BdpHVtLiFkDrZPF64='; img-src data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; sandbox",
  );
  const bare = await (await apiServing()).request.get("/v1/models/riesgo/report.html");
  expect([bare.status, (bare.body as { code: string }).code]).toEqual([404, "ROUTE_UNKNOWN"]);
});

test("an answer that a caller has already is not sent again", async () => {
  const { request } = await apiServing([{ parts: PARTS }]);
  const url = "/v1/models/riesgo/report";
  const { headers } = await request.get(url);
  expect(headers).toMatchObject({ "cache-control": "private, no-cache" });
  const etag = headers["etag"]!;
  for (const known of [etag, `W/${etag}`, `"other", ${etag}`, "*"]) {
    const same = await request.get(url).set("if-none-match", known);
    expect([same.status, same.text, same.headers["etag"]]).toEqual([304, "", etag]);
  }
  expect((await request.get(url).set("if-none-match", '"other"')).status).toBe(200);
});

/** The store, until it is cut off. */
const cuttable = (store: BlobStore) => {
  let isCut = false;
  const cut = new Proxy(store, {
    get(target, name, receiver) {
      const value = Reflect.get(target, name, receiver) as unknown;
      if (typeof value !== "function") return value;
      return (...args: readonly unknown[]): unknown => {
        if (isCut) throw new Error("cut off");
        return Reflect.apply(value, target, args);
      };
    },
  });
  return { store: cut, cut: () => (isCut = true) };
};

test("without its storage the api says so, and goes on predicting", async () => {
  const { store, cut } = cuttable(memoryBlobStore());
  const { request } = await apiServing([{ parts: PARTS }], { store });
  expect((await request.get("/v1/models/riesgo/report")).status).toBe(200);
  cut();
  // What never changes is kept.
  expect((await request.get("/v1/models/riesgo/curve")).status).toBe(200);
  for (const name of ["releases", "ledger", "monitor"]) {
    const { status, body } = await request.get(`/v1/models/riesgo/${name}`);
    expect([name, status, body]).toEqual([
      name,
      503,
      expect.objectContaining({ code: "DOCUMENT_UNAVAILABLE" }),
    ]);
  }
  expect((await request.get("/api/user/5008806/prediccion")).status).toBe(200);
});

test("a lineage names the record of its run, and the model's page at MLflow where there is one", async () => {
  const run = "019acfd8-6f00-7c41-9a5e-0123456789ab";
  const { request } = await apiServing([{ description: { run } }], {
    mlflowUrl: "https://mlflow.example/base/",
  });
  const { body } = await request.get("/v1/models/riesgo/lineage");
  expect(body).toMatchObject({
    ...{ model: "riesgo", version: versionOf(1), run },
    mlflow: "https://mlflow.example/base/#/models/riesgo",
    ...{ inputs: [], parameters: { test_share: 0.2 } },
  });
  const bare = await (await apiServing()).request.get("/v1/models/riesgo/lineage");
  expect(bare.body).toMatchObject({ run: null, mlflow: null });
});

test("of a model about people nothing is told without its role, but for its name, version and verdict", async () => {
  const { request } = await apiServing([{ model: "vih", description: SENSITIVE, parts: PARTS }], {
    authorisation: authorisationOn(),
    checkCaller: callerCheckFor({ roles: [] }),
  });
  for (const name of [
    ...["report", "curve", "releases", "lineage", "ledger", "monitor", "report.html"],
  ]) {
    const { status, body } = await request.get(`/v1/models/vih/${name}`);
    expect([name, status, (body as { code: string }).code]).toEqual([name, 403, "FORBIDDEN"]);
  }
  const { body } = await request.get("/v1/models");
  expect(body).toEqual({
    models: [
      {
        ...{ model: "vih", version: versionOf(1), task: "classification", privacy: "sensitive" },
        ...{ question: expect.any(String), created: expect.any(String) },
        ...{ verdict: null, staleSeconds: 0, lastHour: Array.from({ length: 60 }, () => 0) },
      },
    ],
  });
});
