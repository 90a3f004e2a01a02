import { spawn } from "node:child_process";
import { once } from "node:events";

import { expect, test } from "@jest/globals";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { collect } from "../support/collect.js";
import { FAULTS } from "../support/faults.js";
import { startFaultyProxy } from "../support/faulty-proxy.js";
import { promoteTiny, publishTiny, USERS, versionOf } from "../support/release.js";
import { bin, runCommand } from "../trainer/support/command-line.js";
import { readCurrent, readRow, tableOf } from "../trainer/release/online/read.js";

test("a publication that is killed leaves the table before it, and the next one completes it", async () => {
  const container = newContainer();
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: container,
    DESPLIEGA_RECORDS: "off",
  };
  const store = await azuriteStore({ container });
  const description = { publish: { to: "table" } } as const;
  const current = () => readCurrent(container, "riesgo");
  await publishTiny(store, { description });
  await runCommand(settings, "promote", "riesgo", versionOf(1));
  const before = await current();

  const many = Array.from({ length: 200 }, (_, i) => [`${i + 1}`, USERS[5008807]] as const);
  await promoteTiny(store, { version: versionOf(2), users: many, description });

  // The account falls silent after some of the batches, with which the process waits until it is killed.
  let batches = 0;
  let silent = () => {};
  const waits = new Promise<void>((resolve) => (silent = resolve));
  const tables = azuriteConnectionString().replace(/BlobEndpoint[^;]+;Table/, "Blob");
  const proxy = await startFaultyProxy(tables, ({ url }) => {
    if (!url!.includes("$batch") || ++batches <= 10) return undefined;
    silent();
    return FAULTS.silence;
  });
  try {
    const { PATH = "", TMPDIR = "/tmp" } = process.env;
    const [, url] = /BlobEndpoint=([^;]+)/.exec(proxy.connectionString)!;
    const env = { PATH, TMPDIR, ...settings, DESPLIEGA_TABLE_URL: url };
    const child = spawn(process.execPath, [bin, "promote", "riesgo", versionOf(2)], { env });
    const ended = once(child, "exit");
    await Promise.race([waits, ended]);
    child.kill("SIGKILL");
    expect(await ended).toEqual([null, "SIGKILL"]);
  } finally {
    proxy.close();
  }

  expect(await current()).toEqual(before);
  expect(await readRow(before["features"], 5008806)).toMatchObject({ age: 59 });

  await runCommand(settings, "promote", "riesgo", versionOf(2));
  const { version, features } = await current();
  expect(version).toBe(versionOf(2));
  const rows = await collect((await tableOf(String(features))).list({ from: "", below: "g" }, 200));
  expect(new Set(rows.map(({ cells }) => cells["id"])).size).toBe(200);
});
