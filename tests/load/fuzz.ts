import { parseArgs } from "node:util";

import { startAzurite } from "@despliega/storage/azurite";

import { promoteTiny } from "../support/release.js";
import { fuzz } from "./fuzz/run.js";
import { fuzzTable } from "./fuzz/table.js";
import { newLoadStorage } from "./lib/storage.js";

const USAGE = `npm run fuzz -- [--requests N] [--seed S] [--only I]

Sends generated requests to an api on this machine: none may be answered with 5xx other than 503, none may hang, and
the api's memory and sockets must not grow.
--requests  how many, by default 100000
--seed      the same seed sends the same requests; by default 1
--only      sends the one request of that number, to look into a fault
Exit code 1 for a fault, 2 for a wrong argument.`;

const number = (text: string): number => {
  const value = Number(text);
  if (!Number.isSafeInteger(value) || value < 0) throw new Error(`${text} is no count`);
  return value;
};

const main = async (): Promise<number> => {
  const { values } = parseArgs({
    options: {
      help: { type: "boolean", default: false },
      requests: { type: "string", default: "100000" },
      seed: { type: "string", default: "1" },
      only: { type: "string" },
    },
  });
  if (values.help) {
    process.stdout.write(`${USAGE}\n`);
    return 0;
  }
  const azurite = await startAzurite();
  try {
    const { store, settings } = await newLoadStorage(azurite.connectionString, "fuzz");
    await promoteTiny(store);
    const report = await fuzz(settings, {
      requests: number(values.requests),
      seed: number(values.seed),
      only: values.only === undefined ? undefined : number(values.only),
      say: (line) => process.stderr.write(`${line}\n`),
    });
    process.stdout.write(`${fuzzTable(report)}\n`);
    for (const fault of report.faults) process.stdout.write(`FAULT ${fault}\n`);
    if (!report.resident.flat) process.stdout.write("FAULT the memory grows\n");
    return report.faults.length === 0 && report.resident.flat ? 0 : 1;
  } finally {
    await azurite.close();
  }
};

process.exitCode = await main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}\n`);
  return 2;
});
