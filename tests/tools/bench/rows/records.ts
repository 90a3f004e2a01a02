import { openStore, openTable, type TableStore } from "@despliega/storage";
import { RUNS_TABLE } from "@despliega/trainer/records/keys.js";
import { startRecorder } from "@despliega/trainer/records/recorder.js";

import { recordAt } from "../../../trainer/records/record.js";
import { startAzuriteProcess } from "../lib/azurite-process.js";
import { median } from "../lib/median.js";
import type { Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";

const rounds = 50;
/** Milliseconds. */
const most = 100;

/** What the record of a run adds to a command: loading the client, the beginning and the end. */
export const recordRows = async (bench: Workbench): Promise<Row[]> => {
  const azurite = await startAzuriteProcess(bench.folder);
  try {
    bench.say("records: loading the client");
    const account = { connectionString: azurite.connectionString };
    // Every command loads this client, which has most of the other one's libraries.
    await openStore({ account, container: "records", timeoutSeconds: 20 });
    const [before, since] = [process.cpuUsage(), performance.now()];
    const table = await openTable({ account, table: RUNS_TABLE, timeoutSeconds: 20 });
    const loaded = performance.now() - since;
    const { user, system } = process.cpuUsage(before);
    await record(table); // makes the table
    const taken: number[] = [];
    for (let round = 1; round <= rounds; round++) taken.push(await record(table));
    const both = median(taken);
    return [
      {
        name: "what the record of a run adds to a command: its client, then its beginning and its end, on disk in Azurite",
        ours: `${loaded.toFixed(0)} ms (${((user + system) / 1e3).toFixed(0)} ms of CPU), then ${both.toFixed(1)} ms`,
        peer: "",
        target: `≤ ${most} ms in all`,
        met: loaded + both <= most,
      },
    ];
  } finally {
    await azurite.stop();
  }
};

const record = async (table: TableStore): Promise<number> => {
  const now = () => new Date();
  const since = performance.now();
  const recorder = await startRecorder(table, recordAt(now().toISOString()), now);
  await recorder.end("done");
  return performance.now() - since;
};
