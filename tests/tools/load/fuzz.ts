import { startAzurite } from "@despliega/storage/azurite";

import { promoteTiny } from "../../support/release.js";
import { fuzz } from "./fuzz/run.js";
import { fuzzTable } from "./fuzz/table.js";
import { runCommand } from "./lib/command.js";
import { newLoadStorage } from "./lib/storage.js";

const usage = `npm run fuzz -- [--requests N] [--seed S] [--only I]

Sends generated requests to an api on this machine: none may be answered with 5xx other than 503, none may hang, and
the api's memory and sockets must not grow.
--requests  how many; by default 100000
--seed      the same seed makes the same requests; by default 1
--only      sends the one request of that number, to look into a fault
Exit code 1 for a fault, 2 for a wrong argument.`;

await runCommand({
  usage,
  counts: { requests: 100_000, seed: 1, only: NaN },
  run: async ({ requests = 0, seed = 0, only = NaN }, say) => {
    const azurite = await startAzurite();
    try {
      const { store, settings } = await newLoadStorage(azurite.connectionString, "fuzz");
      await promoteTiny(store);
      const one = Number.isNaN(only) ? {} : { only };
      const report = await fuzz(settings, { requests, seed, ...one, say });
      const growth = report.resident.flat ? [] : ["the memory grows"];
      return { text: fuzzTable(report), faults: [...report.faults, ...growth] };
    } finally {
      await azurite.close();
    }
  },
});
