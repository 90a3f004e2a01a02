import { createInterface } from "node:readline";

import { afterEach, beforeAll, beforeEach, expect, jest, test } from "@jest/globals";

import { azuriteConnectionString, newContainer } from "../../support/azurite.js";
import { startOtlpReceiver, type OtlpReceiver } from "../../support/otlp-receiver.js";
import { startSilentServer } from "../../support/silent-server.js";
import { startTrainer } from "../../tools/faults/lib/trainer-process.js";
import { fewLoans } from "../../trainer/support/few-loans.js";

jest.setTimeout(300_000);

let receiver: OtlpReceiver;
let input: string;

beforeAll(async () => {
  input = await fewLoans();
});
beforeEach(async () => {
  receiver = await startOtlpReceiver();
});
afterEach(() => receiver.close());

const train = (settings: NodeJS.ProcessEnv) =>
  startTrainer(
    {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: newContainer(),
      ...settings,
    },
    input,
  );

test("a training is one trace: the command, its steps with their counts, and what they store", async () => {
  const trainer = train({ OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint });
  const { code, stdout, stderr } = await trainer.ended;
  expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
  const { spans } = receiver;
  expect(new Set(spans.map(({ traceId }) => traceId)).size).toBe(1);
  const [root, ...others] = spans.filter(({ parent }) => parent === "");
  expect(others).toEqual([]);
  expect(root).toMatchObject({
    name: "despliega train",
    failed: false,
    facts: { "despliega.model": "riesgo", "despliega.exit_code": 0 },
    program: { "service.name": "despliega-trainer" },
  });

  const told = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>)
    .filter((line) => "step" in line);
  const steps = spans.filter(({ name }) => name.startsWith("step "));
  expect(steps.map(({ name, parent, facts }) => ({ name, parent, facts }))).toEqual(
    told.map(({ step, ...facts }) => ({
      name: `step ${String(step)}`,
      parent: root?.spanId,
      facts: Object.fromEntries(
        Object.entries(facts)
          .filter(([fact]) => fact !== "seconds")
          .map(([fact, value]) => [`despliega.${fact}`, value]),
      ),
    })),
  );
  const publish = steps.find(({ name }) => name === "step publish");
  expect(spans).toContainEqual(
    expect.objectContaining({
      name: "storage create",
      parent: publish?.spanId,
      facts: {
        "despliega.blob": "train_models/…/manifest.json",
        "despliega.bytes": expect.any(Number),
      },
    }),
  );
});

test("a training that is stopped tells what it waited for", async () => {
  const silent = await startSilentServer();
  const trainer = train({
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString().replace(
      /(?<=BlobEndpoint=http:\/\/127.0.0.1:)\d+/,
      `${silent.port}`,
    ),
    OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
  });
  await silent.connected();
  trainer.child.kill("SIGTERM");
  expect((await trainer.ended).code).toBe(143);
  const stopped = receiver.spans.filter(({ facts }) => facts["error.type"] === "STOPPED");
  expect(stopped.map(({ name }) => name).toSorted()).toEqual([
    "despliega train",
    "storage ensure container",
  ]);
  silent.close();
});

test("a receiver that never answers costs a training two seconds at most", async () => {
  const silent = await startSilentServer();
  const trainer = train({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${silent.port}`,
    OTEL_BSP_SCHEDULE_DELAY: "600000",
  });
  let done = 0;
  for await (const line of createInterface(trainer.child.stdout!))
    if (line.includes('"promoted":true')) done = performance.now();
  const { code, stderr } = await trainer.ended;
  expect(code).toBe(0);
  expect(stderr).toBe("the last traces are lost: nobody took them within two seconds\n");
  expect(silent.connections()).toBeGreaterThan(0);
  // The exporter itself would wait for ten.
  expect(performance.now() - done).toBeLessThan(8_000);
  silent.close();
});
