import { blobNames, type BlobStore } from "@despliega/storage";
import { beforeEach, expect, test } from "@jest/globals";

import { promoteTiny, versionOf } from "../../support/release.js";
import { parsePrometheus } from "../ops/prometheus-text.js";
import { apiOn } from "../support.js";

const VERDICT = {
  id: "20260301T000000Z-0123abcd",
  at: "2026-03-01T00:00:00.000Z",
  version: versionOf(1),
  verdict: "lost",
  summary: "ROC-AUC is 0.05 lower than at training.",
};

let api: ReturnType<typeof apiOn>;
beforeEach(async () => {
  api = apiOn();
  await promoteTiny(api.store);
});

const point = (text: string): Promise<void> =>
  api.store.write(blobNames.verdict("riesgo"), Buffer.from(text));

const shown = async (): Promise<unknown> =>
  ((await api.request.get("/v1/models/riesgo")).body as { readonly verdict: unknown }).verdict;

const metrics = async () =>
  parsePrometheus((await api.request.get("/metrics")).text).filter(({ name }) =>
    name.startsWith("despliega_verdict"),
  );

test("the newest verdict shows in the description of its model and in the metrics", async () => {
  await api.releases.load();
  expect(await shown()).toBeNull();
  expect(await metrics()).toEqual([]);

  await point(JSON.stringify({ ...VERDICT, later: "unknown here" }));
  await api.releases.refresh("riesgo");
  const age = (Date.now() - Date.parse(VERDICT.at)) / 1_000;
  const { ageSeconds, ...rest } = (await shown()) as { readonly ageSeconds: number };
  expect(rest).toEqual(VERDICT);
  expect(Math.abs(ageSeconds - age)).toBeLessThan(60);
  const [info, seconds] = await metrics();
  const labels = { model: "riesgo", version: versionOf(1), verdict: "lost" };
  expect(info).toEqual({ name: "despliega_verdict_info", labels, value: 1 });
  expect(Math.abs(seconds!.value - age)).toBeLessThan(60);
});

test("a broken pointer is one line of the log, and nothing else changes", async () => {
  await point(JSON.stringify(VERDICT));
  await api.releases.load();
  await api.releases.refresh("riesgo");
  await point("{");
  for (let look = 0; look < 3; look++) await api.releases.refresh("riesgo");
  const told = api.log.lines().filter(({ msg }) => String(msg).includes("verdict"));
  expect(told).toMatchObject([{ level: 40, model: "riesgo", code: "RELEASE_INVALID" }]);
  expect(await shown()).toMatchObject({ verdict: "lost" });
  expect((await api.request.get("/readyz")).status).toBe(200);
  expect(api.releases.status()).toMatchObject([{ failures: 0 }]);
});

test("a store that keeps a verdict to itself delays no start", async () => {
  const hanging: BlobStore = {
    ...api.store,
    read: (name) =>
      name === blobNames.verdict("riesgo") ? new Promise(() => {}) : api.store.read(name),
  };
  const waiting = apiOn(hanging);
  await waiting.releases.load();
  expect((await waiting.request.get("/readyz")).status).toBe(200);
});
