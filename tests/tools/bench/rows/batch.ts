import { once } from "node:events";
import { Worker } from "node:worker_threads";
import type { BatchLoad } from "../lib/batch-client.js";
import { startOurs, KEY } from "../lib/contestants.js";
import { firstUser } from "../lib/first-user.js";
import { latencyText, middleLatencies } from "../lib/latencies.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import type { Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const container = "batch";
const rows = 100_000;
const rate = 200;
const rounds = 5;
const seconds = 5;
/** Milliseconds. */
const p99Target = 20;
const headers = { "x-api-key": KEY };

/** Single GETs while one batch after another of 100,000 rows is scored, in the two usual shapes of a batch. */
export const batchRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  bench.say("batch: training the release to serve");
  await trainRiesgo(bench, input, container, run);
  const path = `/api/user/${await firstUser(input)}/prediccion`;
  const ours = await startOurs(bench, container, { DESPLIEGA_MAX_BODY_BYTES: `${64 * 2 ** 20}` });
  try {
    const table: Row[] = [];
    for (const [shape, body] of Object.entries(bodies)) {
      table.push(await batchRow(bench, shape, body, ours.origin, path));
    }
    return table;
  } finally {
    await ours.stop();
  }
};

const columns = [
  "nb_previous_loans",
  "avg_amount_loans_previous",
  "age",
  "years_on_the_job",
  "flag_own_car",
];
const data = Array.from({ length: rows }, (_, i) => [
  i % 30,
  50 + (i % 997) / 8,
  20 + (i % 50),
  i % 7 === 0 ? null : i % 40,
  i % 2,
]);
const bodies = {
  dataframe_split: JSON.stringify({ dataframe_split: { columns, data } }),
  dataframe_records: JSON.stringify({
    dataframe_records: data.map((row) =>
      Object.fromEntries(columns.map((name, i) => [name, row[i]])),
    ),
  }),
};

const batchRow = async (
  bench: Workbench,
  shape: string,
  body: string,
  origin: string,
  path: string,
): Promise<Row> => {
  const single = { url: origin + path, rate, seconds, headers };
  await openLoop({ ...single, seconds: 1 });
  const alone: Latencies[] = [];
  const beside: Latencies[] = [];
  let answered = 0;
  for (let round = 1; round <= rounds; round += 1) {
    bench.say(`batch: ${shape}, round ${round} of ${rounds}`);
    alone.push(await openLoop(single));
    const batches = await startBatches({ url: `${origin}/invocations`, body, headers });
    beside.push(await openLoop(single));
    await batches.stop();
    answered += batches.answered();
  }
  const measured = middleLatencies(beside);
  const peer = middleLatencies(alone);
  return {
    name: `GET at ${rate} a second while \`${shape}\` batches of ${rows.toLocaleString("en")} rows are scored (${(answered / rounds / seconds).toFixed(1)} a second), p99 against the same without batches`,
    ours: latencyText(measured),
    peer: latencyText(peer),
    ratio: measured.p99 / peer.p99,
    target: `p99 ≤ ${p99Target} ms`,
    met: measured.p99 <= p99Target,
  };
};

/** Sends one batch after another from a thread of its own, the first of which is answered when this returns. */
const startBatches = async (load: BatchLoad) => {
  const worker = new Worker(new URL("../lib/batch-client.js", import.meta.url), {
    workerData: load,
  });
  let answered = 0;
  worker.on("message", (status: number) => {
    if (status !== 200) worker.emit("error", new Error(`A batch is answered ${status}`));
    answered++;
  });
  await once(worker, "message");
  answered = 0;
  return { answered: () => answered, stop: () => worker.terminate() };
};
