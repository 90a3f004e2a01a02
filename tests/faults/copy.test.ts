import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";

import { expect, test } from "@jest/globals";
import { listVersions, openRelease } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { publishTiny, versionOf } from "../support/release.js";
import { bin } from "../trainer/support/command-line.js";

const PARTS = 20;

/** Starts a copy and kills it when it has told of so many parts. @returns what it told of each */
const copyUntil = async (settings: Record<string, string>, to: string, parts: number) => {
  const { PATH = "" } = process.env;
  const child = spawn(process.execPath, [bin, "copy", "riesgo", versionOf(1), "--to", to], {
    env: { PATH, ...settings },
  });
  const ended = once(child, "close") as Promise<[number | null, string | null]>;
  const fates: string[] = [];
  for await (const line of createInterface(child.stdout)) {
    const { fate } = JSON.parse(line) as { fate?: string };
    if (fate !== undefined) fates.push(fate);
    if (fates.length === parts) child.kill("SIGKILL");
  }
  const [code, signal] = await ended;
  return { code, signal, fates };
};

test("a copy that is killed again and again leaves no release until one ends, and sends no part twice", async () => {
  const [from, to] = [newContainer(), newContainer()];
  const [source, target] = [
    await azuriteStore({ container: from }),
    await azuriteStore({ container: to }),
  ];
  const large = Array.from({ length: PARTS - 3 }, (_, i) => ({
    name: `part${i}.bin`,
    folder: "output" as const,
    source: Buffer.alloc(1_000_000, i),
  }));
  await publishTiny(source, { parts: large });
  const settings = {
    AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
    DESPLIEGA_CONTAINER_NAME: from,
  };

  for (const parts of [1, 6, 11]) {
    const { signal, fates } = await copyUntil(settings, to, parts);
    expect(signal).toBe("SIGKILL");
    expect(await listVersions(target, "riesgo")).toEqual([]);
    // What an earlier copy told of is there.
    const before = Math.max(0, parts - 5);
    expect(fates.slice(0, before)).toEqual(Array(before).fill("is there already"));
  }
  const { code, fates } = await copyUntil(settings, to, PARTS + 1);
  expect(code).toBe(0);
  expect(fates.slice(0, 11)).toEqual(Array(11).fill("is there already"));
  expect(fates.at(-1)).toBe("sent");
  await openRelease(target, "riesgo", versionOf(1));
});
