import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { createAuditLog, ENDED, type BlobStore } from "@despliega/storage";

import {
  azuriteConnectionString,
  azuriteStore,
  azuriteStoreOf,
  newContainer,
} from "../../support/azurite.js";
import { publishTiny, promoteTiny, SENSITIVE, versionOf } from "../../support/release.js";
import { auditOf } from "../../support/sensitive.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { runCommand, runHere } from "../support/command-line.js";

const directory = await temporaryDirectory();

const settingsOf = (more: Record<string, string> = {}) => ({
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_AUDIT_CONTAINER_NAME: newContainer(),
  DESPLIEGA_ACTOR: "the test",
  ...more,
});

const signedIn = { user: expect.any(String), host: expect.any(String) };

/** An audit that an api wrote: three answers in one blob, and an end. */
const apiLog = async (store: BlobStore) => {
  await store.ensureContainer();
  const now = () => new Date("2026-02-01T12:00:00Z");
  const log = createAuditLog({ store, folder: "vih", writer: "api", now });
  for (const decision of ["served", "answered", "answered", ENDED])
    await log.append([Buffer.from(`${JSON.stringify({ decision })}\n`)]);
  return log.head()!;
};

const cut = async (store: BlobStore, name: string, lines: number): Promise<void> => {
  const kept = (await store.read(name)).bytes.toString().split(/(?<=\n)/);
  await store.delete(name);
  await store.append(name, Buffer.from(kept.slice(0, lines).join("")), 0);
};

describe("audit verify", () => {
  test("says that all lines are there, and with a checkpoint later that the end is not", async () => {
    const settings = settingsOf();
    const store = await azuriteStoreOf({ container: settings.DESPLIEGA_AUDIT_CONTAINER_NAME });
    const { blob } = await apiLog(store);
    const first = await runCommand(settings, "audit", "verify", "--checkpoint");
    expect(first).toMatchObject({ code: 0 });
    expect(first.lines.at(-1)).toMatchObject({ holds: true, checkpoint: true, lines: 5, blobs: 1 });
    expect((await auditOf(store)).at(-1)).toMatchObject({ decision: "checkpoint", signedIn });
    expect(await runCommand(settings, "audit", "verify", "vih")).toMatchObject({ code: 0 });

    await cut(store, blob, 3);
    const { code, lines } = await runCommand(settings, "audit", "verify", "vih");
    expect(code).toBe(5);
    expect(lines).toContainEqual(expect.objectContaining({ kind: "removed", blob, line: 4 }));
    await store.delete(blob);
    const { output } = await runHere(settings, "audit", "verify", "--json");
    expect(JSON.parse(output)).toMatchObject({
      holds: false,
      findings: [{ kind: "removed", blob, line: null }],
    });
  });

  test("knows from a log of the api where lines ended", async () => {
    const settings = settingsOf();
    const store = await azuriteStoreOf({ container: settings.DESPLIEGA_AUDIT_CONTAINER_NAME });
    const { blob, bytes, head } = await apiLog(store);
    const log = join(directory, "api.log");
    await writeFile(log, `no json\n${JSON.stringify({ audit: { blob, bytes, head } })}\n`);
    await cut(store, blob, 4);
    expect(await runCommand(settings, "audit", "verify")).toMatchObject({ code: 0 });
    const { code, lines } = await runCommand(settings, "audit", "verify", "--log", log);
    expect(code).toBe(5);
    expect(lines).toContainEqual(expect.objectContaining({ kind: "removed", blob, line: 5 }));
    const missing = ["audit", "verify", "--log", join(directory, "none.log")];
    await expect(runCommand(settings, ...missing)).rejects.toThrow("--log");
  });

  test("without a container of the audit, or with none there, says so", async () => {
    const none = settingsOf({ DESPLIEGA_AUDIT_CONTAINER_NAME: "" });
    await expect(runCommand(none, "audit", "verify")).rejects.toThrow(
      "DESPLIEGA_AUDIT_CONTAINER_NAME",
    );
    await expect(runCommand(settingsOf(), "audit", "verify")).rejects.toMatchObject({
      code: "CONTAINER_MISSING",
    });
  });
});

describe("what leaves the container of a model about people", () => {
  const settings = settingsOf();
  const container = settings.DESPLIEGA_CONTAINER_NAME;
  const audit = () => azuriteStoreOf({ container: settings.DESPLIEGA_AUDIT_CONTAINER_NAME });

  test("is recorded before, with the reason and who is signed in", async () => {
    const store = await azuriteStore({ container });
    await promoteTiny(store, { model: "vih", version: versionOf(1), description: SENSITIVE });
    await publishTiny(store, { model: "vih", version: versionOf(2), description: SENSITIVE });
    const out = join(directory, "export");
    await expect(runCommand(settings, "export", "vih", "--to", out)).rejects.toThrow("--reason");
    const { DESPLIEGA_AUDIT_CONTAINER_NAME: _, ...without } = settings;
    const copy = ["copy", "vih", versionOf(2), "--to", newContainer()];
    await expect(runCommand(without, ...copy)).rejects.toThrow("DESPLIEGA_AUDIT_CONTAINER_NAME");

    await runCommand(settings, "export", "vih", "--to", out, "--reason", "a review");
    await runCommand(settings, ...copy, "--why", "to production");
    const of = { decision: "exported", model: "vih", caller: "the test", signedIn };
    const records = await auditOf(await audit());
    expect(records).toHaveLength(2);
    for (const record of [
      { ...of, by: "export", version: versionOf(1), reason: "a review" },
      { ...of, by: "copy", version: versionOf(2), reason: "to production" },
    ])
      expect(records).toContainEqual(expect.objectContaining(record));
    expect(await runCommand(settings, "audit", "verify")).toMatchObject({ code: 0 });
  });

  test("misses the whole record of a run that a later run saw", async () => {
    const store = await audit();
    const blobs: string[] = [];
    for await (const { name } of store.list("vih/")) blobs.push(name);
    const exported = blobs.find((name) => name.includes("/export-"))!;
    await store.delete(exported);
    const { code, lines } = await runCommand(settings, "audit", "verify");
    expect(code).toBe(5);
    expect(lines).toContainEqual(
      expect.objectContaining({ kind: "removed", blob: exported, line: null }),
    );
  });
});
