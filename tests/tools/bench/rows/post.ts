import { startBare, startOurs, type Contestant } from "../lib/contestants.js";
import type { Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { throughputRows, type NamedQuestion } from "../lib/throughput.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const container = "post";

const row = {
  nb_previous_loans: 29,
  avg_amount_loans_previous: 136.4,
  age: 59,
  years_on_the_job: 3,
  flag_own_car: 1,
};
const columns = Object.keys(row);
const data = Object.values(row);

interface Target extends NamedQuestion {
  readonly least: number;
}

const asked = (path: string, body: object, least: number): Target => ({
  name: `POST ${path}, one row`,
  path,
  body: JSON.stringify(body),
  least,
});

const TARGETS: readonly Target[] = [
  asked("/v1/prediction", row, 0.55),
  asked("/invocations", { dataframe_split: { columns, data: [data] } }, 0.5),
  asked(
    "/v2/models/riesgo/infer",
    { inputs: [{ name: "input-0", shape: [1, data.length], datatype: "FP64", data }] },
    0.5,
  ),
];

/** One row by POST, by each protocol, against a bare server that reads the body and sends the same bytes. */
export const postRows = async (bench: Workbench): Promise<Row[]> => {
  bench.say("post: training the release to serve");
  await trainRiesgo(bench, await bench.input(1), container, run);
  const running: Contestant[] = [];
  try {
    const ours = await startOurs(bench, container);
    running.push(ours);
    const peer = await startBare(bench, TARGETS, ours);
    running.push(peer);
    const rows: Row[] = [];
    for (const { least, ...question } of TARGETS) {
      const match = { name: "bare `node:http` that reads the body", ours, peer, least };
      rows.push(...(await throughputRows(bench, question, running, [match])));
    }
    return rows;
  } finally {
    for (const contestant of running) await contestant.stop();
  }
};
