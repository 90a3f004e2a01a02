import { watch } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";

import { peakMemory } from "../../bench/lib/peak-memory.js";
import { generate } from "../../../data/generator.js";
import { azuriteStoreOf } from "../../../support/azurite.js";
import { wholeness } from "../lib/wholeness.js";
import type { Workshop } from "../lib/workshop.js";

/** Ten times the users of the history that the bench trains on. */
const USERS = 364_570;

/** Trains on ten times the data with a limit of 1 GB; returns what is not as promised. */
export const trainTenfold = async (
  { connectionString, directory }: Workshop,
  say: (line: string) => void,
): Promise<string | undefined> => {
  const temporary = await directory("tenfold");
  const input = join(temporary, "loans.csv");
  await generate("--users", String(USERS), "--seed", "1", "--out", input);
  let spilled = false;
  const watcher = watch(temporary, { recursive: true }, (_event, name) => {
    if (/\bspill\b.*\.tmp|duckdb_temp/.test(name ?? "")) spilled = true;
  });
  const ran = await peakMemory(
    process.execPath,
    ["trainer/dist/main.js", "train", "riesgo", "--input", input],
    {
      env: {
        AZURE_STORAGE_CONNECTION_STRING: connectionString,
        DESPLIEGA_CONTAINER_NAME: "tenfold",
        DESPLIEGA_MEMORY_LIMIT: "1GB",
        TMPDIR: temporary,
      },
    },
  ).catch((error: unknown) => String(error));
  watcher.close();
  await rm(input);
  if (typeof ran === "string") return ran;
  if ("skipped" in ran) return undefined;
  const megabytes = Math.round(ran.peak / 1e6);
  say(`memory: ten times the data under 1 GB: ${ran.seconds.toFixed(1)} s, peak ${megabytes} MB`);
  if (!spilled) return "it did not spill";
  return wholeness(await azuriteStoreOf({ connectionString, container: "tenfold" }), "riesgo");
};
