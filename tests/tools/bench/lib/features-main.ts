import { openEngine } from "@despliega/trainer";
import { buildObservations } from "@despliega/trainer/dataset/observations.js";
import { ingestAll } from "@despliega/trainer/ingest/ingest-all.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";

import { riesgo } from "../../../support/models.js";

/** `node features-main.js INPUT DIRECTORY`: reads and checks a loan history, computes the features of riesgo and writes both CSVs. */
const main = async ([input, directory]: readonly string[]): Promise<void> => {
  if (input === undefined || directory === undefined)
    throw new Error("usage: features-main.js INPUT DIRECTORY");
  await mkdir(directory, { recursive: true });
  const spillDirectory = join(directory, "spill");
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory });
  try {
    const before = process.cpuUsage();
    const keys = { pseudonym: [], identity: [] };
    const ingested = await ingestAll(engine, riesgo, [{ file: input }], {
      ...{ directory, maxRejected: 0, keys },
    });
    const tables = ingested.inputs.map(({ table }) => table);
    const observations = await buildObservations(engine, riesgo, tables, {
      asOf: undefined,
      runDay: new Date().toISOString().slice(0, 10),
    });
    // As CSV alone.
    await writeTables(engine, riesgo, observations, directory, { large: Infinity });
    const { user, system } = process.cpuUsage(before);
    console.log(JSON.stringify({ rows: ingested.kept, cpuSeconds: (user + system) / 1e6 }));
  } finally {
    await engine.close();
  }
};

await main(process.argv.slice(2));
