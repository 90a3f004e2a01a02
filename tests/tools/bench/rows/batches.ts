import { setTimeout as sleep } from "node:timers/promises";

import { KEY, startOurs, type Contestant } from "../lib/contestants.js";
import { drawnOrder, PAUSE_MS } from "../lib/drawn-order.js";
import { median } from "../lib/median.js";
import { isSkipped, type Skipped } from "../lib/peer.js";
import { post, type Post } from "../lib/post.js";
import { processCpu } from "../lib/process-cpu.js";
import { atLeast, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { startServingPeers, type ServingPeer } from "../lib/serving-peers.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const container = "batches";
const rows = 100_000;
/** JavaScript is compiled for the second time after some batches. */
const warmUps = 10;
const rounds = 5;
const least = 2;

const columns = [
  { name: "nb_previous_loans", datatype: "INT64" },
  { name: "avg_amount_loans_previous", datatype: "FP64" },
  { name: "age", datatype: "INT64" },
  { name: "years_on_the_job", datatype: "INT64" },
  { name: "flag_own_car", datatype: "INT64" },
] as const;
const names = columns.map(({ name }) => name);
const data = Array.from({ length: rows }, (_, i) => [
  i % 30,
  50 + (i % 997) / 8,
  20 + (i % 50),
  i % 40,
  i % 2,
]);

/** A way to send the rows, without the server. */
type Sent = Omit<Post, "url"> & { readonly path: string };

const sent = (path: string, type: string, body: string | Buffer, more = {}): Sent => ({
  path,
  body: Buffer.from(body as string),
  headers: { "x-api-key": KEY, "content-type": type, ...more },
});

const json = (path: string, body: object): Sent =>
  sent(path, "application/json", JSON.stringify(body));

/** The bytes of tensors follow the JSON that describes them. */
const binary = (path: string, body: object, parts: readonly ArrayBufferView[]): Sent => {
  const head = Buffer.from(JSON.stringify(body));
  const bytes = parts.map(({ buffer }) => Buffer.from(buffer));
  return sent(path, "application/octet-stream", Buffer.concat([head, ...bytes]), {
    "inference-header-content-length": `${head.length}`,
  });
};

const infer = "/v2/models/riesgo/infer";

const columnOf = (i: number): number[] => data.map((row) => row[i]!);
const bytesOf = (datatype: string, values: readonly number[]): ArrayBufferView =>
  datatype === "INT64" ? BigInt64Array.from(values, BigInt) : Float64Array.from(values);

/** The ways of ours. */
const ours = {
  split: () => json("/invocations", { dataframe_split: { columns: names, data } }),
  csv: () =>
    sent(
      "/invocations",
      "text/csv",
      `${names.join()}\n${data.map((row) => row.join()).join("\n")}\n`,
    ),
  v2: () =>
    json(infer, {
      outputs: [{ name: "probability" }],
      inputs: columns.map((column, i) => ({ ...column, shape: [rows], data: columnOf(i) })),
    }),
  v2Binary: () => {
    const parts = columns.map(({ datatype }, i) => bytesOf(datatype, columnOf(i)));
    return binary(
      infer,
      {
        outputs: [{ name: "probability" }],
        inputs: columns.map((column, i) => ({
          ...column,
          shape: [rows],
          parameters: { binary_data_size: parts[i]!.byteLength },
        })),
        parameters: { binary_data_output: true },
      },
      parts,
    );
  },
};

const tensor = { name: "rows", shape: [rows, columns.length], datatype: "FP64" };
const outputs = [{ name: "predict_proba" }];

/** The ways of the peers. */
const theirs = {
  fastapi: () => json("/batch", { data }),
  mlserver: () => json(infer, { inputs: [{ ...tensor, data: data.flat() }], outputs }),
};

/** What is compared: the text of the row, our way, the peer and its way. */
const matches: readonly {
  readonly name: string;
  readonly ours: () => Sent;
  readonly peer: ServingPeer["name"];
  readonly theirs: () => Sent;
}[] = [
  { name: "JSON by `dataframe_split`", ours: ours.split, peer: "FastAPI", theirs: theirs.fastapi },
  { name: "CSV", ours: ours.csv, peer: "FastAPI", theirs: theirs.fastapi },
  { name: "JSON of the V2 protocol", ours: ours.v2, peer: "MLServer", theirs: theirs.mlserver },
  {
    // MLServer 1.7.1 takes binary tensors by gRPC alone: by HTTP it answers 500.
    name: "tensors of the V2 protocol in binary, theirs in JSON",
    ours: ours.v2Binary,
    peer: "MLServer",
    theirs: theirs.mlserver,
  },
];

/** Rows a second of batches, against scikit-learn's `predict_proba` behind FastAPI and MLServer; both answer every row. */
export const batchesRows = async (bench: Workbench): Promise<Row[]> => {
  bench.say("batches: training the release to serve");
  await trainRiesgo(bench, await bench.input(1), container, run);
  // On a busy machine the only client must not be refused.
  const server = await startOurs(bench, container, {
    DESPLIEGA_MAX_BODY_BYTES: `${64 * 2 ** 20}`,
    DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS: "0",
  });
  let peers: readonly ServingPeer[] = [];
  try {
    peers = await startServingPeers(bench, container, [
      "FastAPI",
      ...(bench.quick ? [] : ["MLServer" as const]),
    ]);
    const table: Row[] = [];
    for (const match of matches) {
      const peer = peers.find(({ name }) => name === match.peer);
      if (peer !== undefined) table.push(await batchRow(bench, match, server, peer.server));
    }
    return table;
  } finally {
    for (const { server: peer } of peers) if (!isSkipped(peer)) await peer.stop();
    await server.stop();
  }
};

const batchRow = async (
  bench: Workbench,
  match: (typeof matches)[number],
  server: Contestant,
  peer: Contestant | Skipped,
): Promise<Row> => {
  const name = `batch of ${rows.toLocaleString("en")} rows, ${match.name}, against ${match.peer}`;
  if (isSkipped(peer)) return { name, ours: "", peer: peer.skipped };
  const sides = [
    { ...match.ours(), ...server },
    { ...match.theirs(), ...peer },
  ].map(({ origin, path, headers, body }) => ({ url: origin + path, headers, body }));
  for (const side of sides) for (let i = 0; i < warmUps; i += 1) await post(side);
  const seconds: number[][] = [[], []];
  const cpu = async () => [await processCpu(server.pid), await processCpu(peer.pid)];
  const before = await cpu();
  const times = bench.rounds(rounds);
  for (let round = 0; round < times; round += 1) {
    bench.say(`batches: ${match.name}, round ${round + 1} of ${times}`);
    for (const side of drawnOrder([0, 1], round)) {
      await sleep(PAUSE_MS);
      seconds[side]!.push(await post(sides[side]!));
    }
  }
  const [us, them] = seconds as [number[], number[]];
  const after = await cpu();
  const told = (of: readonly number[], side: number): string => {
    const each = ((after[side]! - before[side]!) / times) * 1000;
    return `${Math.round(rows / median(of)).toLocaleString("en")} rows/s, ${each.toFixed(0)} ms of CPU for a batch`;
  };
  const ratio = median(us.map((own, i) => them[i]! / own));
  return { name, ours: told(us, 0), peer: told(them, 1), ...atLeast(ratio, least) };
};
