import { startAzurite } from "@despliega/storage/azurite";
import { Command } from "commander";

import { wholeNumber } from "../tool.js";
import { fuzz } from "./fuzz/run.js";
import { promoteFuzzed } from "./fuzz/served.js";
import { fuzzTable } from "./fuzz/table.js";
import { runLoad } from "./lib/load-tool.js";
import { newLoadStorage } from "./lib/storage.js";

interface Options {
  readonly requests: number;
  readonly seed: number;
  readonly only?: number;
}

const program = new Command("npm run fuzz --")
  .description(
    "Sends generated requests to an api on this machine: none may be answered with 5xx other than 503, none may hang, " +
      "and the api's memory and sockets must not grow.",
  )
  .option("--requests <n>", "how many", wholeNumber, 100_000)
  .option("--seed <n>", "the same seed makes the same requests", wholeNumber, 1)
  .option("--only <n>", "sends the one request of that number, to look into a fault", wholeNumber);

await runLoad(program, async (say) => {
  const azurite = await startAzurite();
  try {
    const { store, settings } = await newLoadStorage(azurite.connectionString, "fuzz");
    await promoteFuzzed(store);
    const report = await fuzz(settings, { ...program.opts<Options>(), say });
    const growth = report.resident.flat ? [] : ["the memory grows"];
    return { text: fuzzTable(report), faults: [...report.faults, ...growth] };
  } finally {
    await azurite.close();
  }
});
