import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { KEY, startOurs, type Contestant } from "../lib/contestants.js";
import { drawnOrder, PAUSE_MS } from "../lib/drawn-order.js";
import { failuresText } from "../lib/latencies.js";
import { median } from "../lib/median.js";
import { findProgram, isSkipped } from "../lib/peer.js";
import { residentOfAll } from "../lib/resident.js";
import { atLeast, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { startServingPeers, type ServingPeer } from "../lib/serving-peers.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";
import { postScript, wrk, type Load } from "../lib/wrk.js";

const container = "serve-rows";
const connections = 32;
const warmUp = 4;
const rounds = 5;
const seconds = 2;
/** Resident bytes of ours, idle. */
const most = 120e6;

const names = [
  "nb_previous_loans",
  "avg_amount_loans_previous",
  "age",
  "years_on_the_job",
  "flag_own_car",
];
const values = [3, 132.5, 41, 7, 1];
const row = Object.fromEntries(names.map((name, i) => [name, values[i]]));
const split = { dataframe_split: { columns: names, data: [values] } };

/** A request with one row, to ours and to a peer. */
interface Question {
  readonly path: string;
  readonly body: object;
}

interface Match {
  readonly peer: ServingPeer["name"];
  readonly asked: Question;
  readonly ours: Question;
  readonly least: number;
}

const matches = (v2: object): readonly Match[] => [
  {
    peer: "FastAPI",
    asked: { path: "/prediction", body: row },
    ours: { path: "/v1/prediction", body: row },
    least: 12,
  },
  {
    peer: "MLServer",
    asked: {
      path: "/v2/models/riesgo/infer",
      body: {
        inputs: [{ name: "rows", shape: [1, values.length], datatype: "FP64", data: values }],
        outputs: [{ name: "predict_proba" }],
      },
    },
    ours: { path: "/v2/models/riesgo/infer", body: v2 },
    least: 12,
  },
  {
    peer: "BentoML",
    asked: { path: "/predict", body: { rows: [values] } },
    ours: { path: "/v1/prediction", body: row },
    least: 40,
  },
  {
    peer: "`mlflow models serve`",
    asked: { path: "/invocations", body: split },
    ours: { path: "/invocations", body: split },
    least: 70,
  },
];

/**
 * One row by POST, and what a process holds when nobody asks, against the servers of the field with the same model. Ours asks for a
 * key, checks the row, counts the request and writes a line; FastAPI asks for a key and writes a line; the others do neither.
 */
export const serveRowRows = async (bench: Workbench): Promise<Row[]> => {
  bench.say("rows: training the release to serve");
  await trainRiesgo(bench, await bench.input(1), container, run);
  const ours = await startOurs(bench, container);
  let peers: readonly ServingPeer[] = [];
  try {
    peers = await startServingPeers(bench, container, bench.quick ? ["FastAPI"] : undefined);
    const held = await memoryRows(ours, peers);
    const v2 = await inferenceOf(ours);
    const rows: Row[] = [];
    for (const match of matches(v2)) {
      const peer = peers.find(({ name }) => name === match.peer);
      if (peer !== undefined) rows.push(await matchRow(bench, match, ours, peer));
    }
    return [...rows, ...held];
  } finally {
    for (const { server } of peers) if (!isSkipped(server)) await server.stop();
    await ours.stop();
  }
};

/** The row as the metadata of the Open Inference Protocol ask for it. */
const inferenceOf = async ({ origin }: Contestant): Promise<object> => {
  const response = await fetch(`${origin}/v2/models/riesgo`, { headers: { "x-api-key": KEY } });
  const { inputs } = (await response.json()) as { inputs: { name: string; datatype: string }[] };
  return {
    inputs: inputs.map(({ name, datatype }) => ({
      name,
      datatype,
      shape: [1],
      data: [row[name]],
    })),
  };
};

const matchRow = async (
  bench: Workbench,
  match: Match,
  ours: Contestant,
  { server }: ServingPeer,
): Promise<Row> => {
  const name = `POST one row to \`${match.ours.path}\`, against ${match.peer}`;
  if (isSkipped(server)) return { name, ours: "", peer: server.skipped };
  const program = await findProgram("wrk");
  if (isSkipped(program)) return { name, ours: "", peer: program.skipped };
  const sides = [
    { url: ours.origin + match.ours.path, body: JSON.stringify(match.ours.body) },
    { url: server.origin + match.asked.path, body: JSON.stringify(match.asked.body) },
  ];
  const loaders: ((time: number) => Promise<Load>)[] = [];
  for (const { url, body } of sides) {
    await checkAnswer(url, body);
    const script = await postScript(join(bench.folder, `post-${loaders.length}.lua`), body);
    loaders.push((time) => wrk(url, connections, time, KEY, script));
  }
  for (const load of loaders) await load(warmUp);
  const loads: Load[][] = [[], []];
  const times = bench.rounds(rounds);
  for (let round = 0; round < times; round += 1) {
    bench.say(`rows: against ${match.peer}, round ${round + 1} of ${times}`);
    for (const side of drawnOrder([0, 1], round)) {
      await sleep(PAUSE_MS);
      loads[side]!.push(await loaders[side]!(seconds));
    }
  }
  const [us, peer] = loads as [Load[], Load[]];
  const ratio = median(
    us.map(({ requestsPerSecond }, i) => requestsPerSecond / peer[i]!.requestsPerSecond),
  );
  return { name, ours: told(us), peer: told(peer), ...atLeast(ratio, match.least) };
};

const checkAnswer = async (url: string, body: string): Promise<void> => {
  const headers = { "x-api-key": KEY, "content-type": "application/json" };
  const response = await fetch(url, { method: "POST", headers, body });
  if (response.status !== 200)
    throw new Error(`${url} answers ${response.status}: ${(await response.text()).slice(0, 300)}`);
  await response.arrayBuffer();
};

const told = (loads: readonly Load[]): string => {
  const failed = loads.reduce((sum, { errors }) => sum + errors, 0);
  const rate = Math.round(median(loads.map(({ requestsPerSecond }) => requestsPerSecond)));
  const p99 = median(loads.map((load) => load.p99));
  return `${rate.toLocaleString("en")} req/s, p99 ${p99.toFixed(1)} ms${failuresText(failed)}`;
};

const memoryRows = async (ours: Contestant, peers: readonly ServingPeer[]): Promise<Row[]> => {
  await sleep(2_000);
  const held = await residentOfAll(ours.pid);
  const rows: Row[] = [];
  for (const { name: peer, server } of peers) {
    const name = `resident memory, idle, riesgo, against ${peer}`;
    const row = { name, ours: megabytes(held), target: `≤ ${megabytes(most)}`, met: held <= most };
    if (isSkipped(server)) rows.push({ ...row, peer: server.skipped });
    else {
      const theirs = await residentOfAll(server.pid);
      rows.push({ ...row, peer: megabytes(theirs), ratio: held / theirs });
    }
  }
  return rows;
};

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
