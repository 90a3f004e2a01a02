import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { afterEach, describe, expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../../../support/azurite.js";
import { publishTiny, versionOf } from "../../../support/release.js";
import { temporaryDirectory } from "../../../support/temporary.js";
import { runCommand } from "../../support/command-line.js";
import { modelsDirectoryOf, SMALL_YAML } from "../../support/model-folder.js";
import { startReceiver, type Receiver } from "./receiver.js";

const account = () => ({
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_ACTOR: "the test",
});

describe("a webhook", () => {
  let receiver: Receiver | undefined;
  afterEach(() => receiver?.close());

  test("is told of every move of a pointer", async () => {
    receiver = await startReceiver();
    const settings = { ...account(), ...receiver.settings };
    const container = settings.DESPLIEGA_CONTAINER_NAME;
    const store = await azuriteStore({ container });
    for (const digit of [1, 2]) {
      await publishTiny(store, { version: versionOf(digit) });
      await runCommand(settings, "promote", "riesgo", versionOf(digit), "--why", "better");
    }
    await runCommand(settings, "rollback", "riesgo");
    expect(receiver.received.map(({ body }) => body["type"])).toEqual(
      Array<string>(3).fill("pointer.moved"),
    );
    expect(receiver.received[1]?.body).toEqual({
      type: "pointer.moved",
      timestamp: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/),
      data: {
        container,
        model: "riesgo",
        sequence: 2,
        action: "promote",
        version: versionOf(2),
        manifest: expect.stringMatching(/^[0-9a-f]{64}$/),
        edition: null,
        previous: { version: versionOf(1), edition: null },
        by: "the test",
        why: "better",
      },
    });
    expect(receiver.received[2]?.body["data"]).toMatchObject({
      action: "rollback",
      version: versionOf(1),
      sequence: 3,
    });
    expect(new Set(receiver.received.map(({ id }) => id)).size).toBe(3);
  });

  test("is told of every verdict on a training, also where the release is held back", async () => {
    receiver = await startReceiver();
    const rows = Array.from({ length: 80 }, (_, day) => `${day},${(day * 37) % 50},${day % 2}`);
    const file = join(await temporaryDirectory(), "days.csv");
    await writeFile(file, ["day,pressure,wet", ...rows, ""].join("\n"));
    const gates = "gates: [{ metric: roc_auc, floor: 0.9, tolerance: 0.01 }]";
    const models = await modelsDirectoryOf({
      rain: {},
      snow: { "model.yaml": SMALL_YAML.replace("gates: []", gates) },
    });
    const settings = { ...account(), ...receiver.settings, DESPLIEGA_MODELS_DIRECTORY: models };
    for (const model of ["rain", "snow"])
      await runCommand(settings, "train", model, "--input", file);
    const told = receiver.received.map(({ body }) => ({
      type: body["type"],
      ...(body["data"] as object),
    }));
    expect(told).toHaveLength(3);
    expect(told).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          type: "release.judged",
          model: "rain",
          verdict: "passed",
          reasons: [],
        }),
        expect.objectContaining({ type: "pointer.moved", model: "rain", action: "promote" }),
        expect.objectContaining({
          type: "release.judged",
          model: "snow",
          verdict: "held back",
          reasons: [expect.stringContaining("roc_auc")],
          checks: [expect.objectContaining({ metric: "roc_auc", passed: false })],
        }),
      ]),
    );
  });

  test("that refuses keeps no move back: one notice, and the record of the run", async () => {
    receiver = await startReceiver(403, 403);
    const settings = { ...account(), ...receiver.settings };
    const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
    await publishTiny(store);
    const { code, lines } = await runCommand(settings, "promote", "riesgo", versionOf(1));
    expect(code).toBe(0);
    expect(lines.filter(({ notice }) => notice !== undefined)).toEqual([
      {
        notice: expect.stringMatching(
          /^the webhook has not all of this run: 127\.0\.0\.1:\d+ answered 403/,
        ),
      },
    ]);
    const [run] = (await runCommand(settings, "runs", "riesgo")).lines;
    expect(run).toMatchObject({
      state: "done",
      undelivered: expect.stringMatching(/ answered 403, at the first try$/),
    });
    expect(JSON.stringify(run)).not.toMatch(/hidden|whsec/);
  });
});
