import { memoryBlobStore, type BlobStore } from "@despliega/storage";
import { expect, test } from "@jest/globals";

import { promoteTiny } from "../../support/release.js";
import { apiOn } from "../support.js";
import { newStorage, start } from "./support.js";

const byRow = { serving: { by: "row", answer: "outcome" } } as const;

test("an api is not ready before the last of its models is loaded", async () => {
  const memory = memoryBlobStore();
  await promoteTiny(memory);
  await promoteTiny(memory, { model: "churn", description: byRow });
  let arrive = (): void => {};
  const arrived = new Promise<void>((resolve) => (arrive = resolve));
  const store: BlobStore = {
    ...memory,
    async *stream(name) {
      if (name.includes("churn") && name.endsWith("golden.json")) await arrived;
      yield* memory.stream(name);
    },
  };
  const { releases, request, log } = apiOn(store);
  const loading = releases.load();
  while (!log.lines().some(({ model }) => model === "riesgo"))
    await new Promise((resolve) => setImmediate(resolve));
  for (const path of ["/readyz", "/api/user/5008806/prediccion"])
    expect((await request.get(path)).status).toBe(503);
  arrive();
  await loading;
  for (const path of ["/readyz", "/api/user/5008806/prediccion"])
    expect((await request.get(path)).status).toBe(200);
});

test("an api of which one model fails its golden rows ends without ever being ready", async () => {
  const { store, settings } = await newStorage();
  await promoteTiny(store);
  await promoteTiny(store, { model: "churn", wrongGolden: true, description: byRow });
  const api = start({ ...settings, DESPLIEGA_MODELS: "riesgo,churn" });
  const { code, stderr } = await api.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^GOLDEN_MISMATCH: .+\n$/);
  expect(api.lines.some(({ msg }) => msg === "ready")).toBe(false);
});

test("an api without any model ends without ever being ready", async () => {
  const { settings } = await newStorage();
  const api = start(settings);
  const { code, stderr } = await api.ended;
  expect(code).toBe(1);
  expect(stderr).toMatch(/^NO_MODEL: .+\n$/);
  expect(api.lines.some(({ msg }) => msg === "ready")).toBe(false);
});
