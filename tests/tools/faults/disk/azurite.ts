import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";

import { readChampion } from "@despliega/storage";

import { azuriteStoreOf } from "../../../support/azurite.js";
import { onSmallDisk } from "../lib/small-disk.js";
import { startTrainer } from "../lib/trainer-process.js";
import { wholeness } from "../lib/wholeness.js";
import type { Workshop } from "../lib/workshop.js";

const MAIN = fileURLToPath(new URL("../../load/lib/azurite-main.js", import.meta.url));

/** Trains repeatedly on an Azurite while its disk fills up; returns the promises that are broken. */
export const fillAzurite = async (
  { input, directory }: Workshop,
  bytes: number,
  runs: number,
): Promise<{ readonly broken: readonly string[]; readonly full: number }> => {
  const disk = await directory(`azurite-${bytes}`);
  const words = [...onSmallDisk(disk, bytes), process.execPath, MAIN, disk, "0"];
  const child = spawn(words[0]!, words.slice(1), { stdio: ["pipe", "pipe", "ignore"] });
  const closed = once(child, "close");
  const [connectionString] = (await once(createInterface(child.stdout), "line")) as [string];
  const store = await azuriteStoreOf({ connectionString, container: "small" });
  const broken: string[] = [];
  let full = 0;
  for (let run = 1; run <= runs; run++) {
    const before = await readChampion(store, "riesgo").catch(() => undefined);
    const { code, stderr } = await startTrainer(
      {
        AZURE_STORAGE_CONNECTION_STRING: connectionString,
        DESPLIEGA_CONTAINER_NAME: "small",
        TMPDIR: await directory("azurite-trainers"),
      },
      input,
    ).ended;
    const title = `run ${run} on ${bytes} bytes`;
    const after = await readChampion(store, "riesgo").catch(() => undefined);
    if (code === 1) full++;
    if (code !== 0 && !(code === 1 && /^STORE_UNREACHABLE: [^\n]*small[^\n]*\n$/.test(stderr)))
      broken.push(`${title} ends with ${code}: ${stderr.slice(0, 300)}`);
    if (code !== 0 && before !== undefined && after?.champion?.version !== before.champion?.version)
      broken.push(`${title} fails and the champion is another`);
    if (after?.champion === undefined) continue;
    const torn = await wholeness(store, "riesgo");
    if (torn !== undefined) broken.push(`${title}: ${torn}`);
  }
  child.stdin.end();
  await closed;
  return { broken, full };
};
