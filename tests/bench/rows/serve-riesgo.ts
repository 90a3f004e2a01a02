import { startBare, startOurs, startSeed, type Contestant } from "../lib/contestants.js";
import { firstUser } from "../lib/first-user.js";
import { median } from "../lib/median.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import { findProgram, isSkipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";
import { wrk, type Load } from "../lib/wrk.js";

const routes = ["caracteristicasriesgo", "prediccion"];
const container = "serve";
const connections = 32;
const rounds = 3;
const seconds = 5;
const rate = 500;

/** The two GET urls against a bare server that sends the same bytes, and against the seed's api. */
export const serveRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  bench.say("serve: training the release to serve");
  await trainRiesgo(bench, input, container, run);
  const user = await firstUser(input);
  const paths = routes.map((route) => `/api/user/${user}/${route}`);
  const running: Contestant[] = [];
  const join = (contestant: Contestant): Contestant => {
    running.push(contestant);
    return contestant;
  };
  try {
    const ours = join(await startOurs(bench, container));
    const bare = join(await startBare(bench, paths, ours));
    const seed = await startSeed(bench, paths[0] ?? "/");
    const peers = [
      { name: "bare `node:http`", peer: bare },
      { name: "the seed's api", peer: isSkipped(seed) ? seed : join(seed) },
    ];
    const rows: Row[] = [];
    for (const path of paths) rows.push(...(await throughputRows(bench, path, ours, peers)));
    for (const path of paths) rows.push(await latencyRow(bench, path, ours, bare));
    return rows;
  } finally {
    for (const contestant of running) await contestant.stop();
  }
};

interface NamedPeer {
  readonly name: string;
  readonly peer: Contestant | { readonly skipped: string };
}

const throughputRows = async (
  bench: Workbench,
  path: string,
  ours: Contestant,
  peers: readonly NamedPeer[],
): Promise<Row[]> => {
  const name = ({ name }: NamedPeer): string => `GET ${shown(path)}, against ${name}`;
  const missing = await findProgram("wrk");
  if (isSkipped(missing))
    return peers.map((peer) => ({ name: name(peer), ours: "", peer: missing.skipped }));

  const loads = new Map<Contestant, Load[]>();
  const all = [ours, ...peers.flatMap(({ peer }) => (isSkipped(peer) ? [] : [peer]))];
  for (const contestant of all) await wrk(contestant.origin + path, connections, 2);
  for (let round = 1; round <= rounds; round += 1) {
    bench.say(`serve: ${shown(path)}, round ${round} of ${rounds}`);
    for (const contestant of all) {
      const load = await wrk(contestant.origin + path, connections, seconds);
      loads.set(contestant, [...(loads.get(contestant) ?? []), load]);
    }
  }
  const measured = middle(loads.get(ours) ?? []);
  return peers.map((named) => {
    const row = { name: name(named), ours: load(measured) };
    if (isSkipped(named.peer)) return { ...row, peer: named.peer.skipped };
    const peer = middle(loads.get(named.peer) ?? []);
    return { ...row, peer: load(peer), ratio: measured.requestsPerSecond / peer.requestsPerSecond };
  });
};

const latencyRow = async (
  bench: Workbench,
  path: string,
  ours: Contestant,
  bare: Contestant,
): Promise<Row> => {
  const a: Latencies[] = [];
  const b: Latencies[] = [];
  for (const { origin } of [ours, bare]) await openLoop({ url: origin + path, rate, seconds: 1 });
  for (let round = 1; round <= rounds; round += 1) {
    bench.say(`serve: ${shown(path)} at ${rate} a second, round ${round} of ${rounds}`);
    a.push(await openLoop({ url: ours.origin + path, rate, seconds }));
    b.push(await openLoop({ url: bare.origin + path, rate, seconds }));
  }
  const measured = middleLatencies(a);
  const peer = middleLatencies(b);
  return {
    name: `GET ${shown(path)} at ${rate} requests a second, p99 against bare \`node:http\``,
    ours: latency(measured),
    peer: latency(peer),
    ratio: measured.p99 / peer.p99,
  };
};

const shown = (path: string): string => path.replace(/\d+/, ":id");

/** Medians of the rounds; errors of all of them. */
const middle = (loads: readonly Load[]): Load => ({
  requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
  p50: median(loads.map(({ p50 }) => p50)),
  p99: median(loads.map(({ p99 }) => p99)),
  errors: loads.reduce((total, { errors }) => total + errors, 0),
});

const middleLatencies = (rounds: readonly Latencies[]): Latencies => ({
  p50: median(rounds.map(({ p50 }) => p50)),
  p99: median(rounds.map(({ p99 }) => p99)),
  max: Math.max(...rounds.map(({ max }) => max)),
  failed: rounds.reduce((total, { failed }) => total + failed, 0),
});

const load = ({ requestsPerSecond, p99, errors }: Load): string =>
  `${Math.round(requestsPerSecond).toLocaleString("en")} req/s, p99 ${p99.toFixed(1)} ms${failures(errors)}`;

const latency = ({ p50, p99, failed }: Latencies): string =>
  `p50 ${p50.toFixed(2)} ms, p99 ${p99.toFixed(2)} ms${failures(failed)}`;

const failures = (count: number): string => (count === 0 ? "" : `, ${count} failed`);
