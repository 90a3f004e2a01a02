import {
  KEY,
  startBare,
  startFastApi,
  startOurs,
  startSeed,
  type Contestant,
} from "../lib/contestants.js";
import { firstUser } from "../lib/first-user.js";
import { failuresText, latencyText, middleLatencies } from "../lib/latencies.js";
import { median } from "../lib/median.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import { findProgram, isSkipped, type Skipped } from "../lib/peer.js";
import { atLeast, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";
import { wrk, type Load } from "../lib/wrk.js";

const routes = ["caracteristicasriesgo", "prediccion"];
const container = "serve";
const connections = 32;
/**
 * Many short rounds: a machine's speed drifts, and only what ran within the same seconds compares. Before them, what V8
 * takes to compile the code of a request for good.
 */
const throughput = { warmUp: 8, rounds: 12, seconds: 1 };
const rounds = 3;
const seconds = 5;
const rate = 500;
/** Milliseconds. */
const p99Target = 2;
const headers = { "x-api-key": KEY };

/** The two GET urls against a bare server that sends the same bytes, FastAPI and the seed's api. */
export const serveRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  bench.say("serve: training the release to serve");
  await trainRiesgo(bench, input, container, run);
  const user = await firstUser(input);
  const paths = routes.map((route) => `/api/user/${user}/${route}`);
  const running: Contestant[] = [];
  const join = <Started extends Contestant | Skipped>(started: Started): Started => {
    if (!isSkipped(started)) running.push(started);
    return started;
  };
  try {
    const ours = join(await startOurs(bench, container));
    const quiet = join(await startOurs(bench, container, { DESPLIEGA_ACCESS_LOG: "off" }));
    const bare = join(await startBare(bench, paths, ours));
    const fastapi = join(await startFastApi(bench, container));
    const seed = join(await startSeed(bench, paths[0]!));
    const matches: readonly Match[] = [
      { name: "bare `node:http`", ours, peer: bare, least: 0.6 },
      { name: "bare `node:http`, access log off", ours: quiet, peer: bare, least: 0.75 },
      { name: "FastAPI on uvicorn", ours, peer: fastapi, least: 5 },
      { name: "the seed's api", ours, peer: seed, least: 50 },
    ];
    const rows: Row[] = [];
    for (const path of paths) rows.push(...(await throughputRows(bench, path, running, matches)));
    for (const path of paths) rows.push(await latencyRow(bench, path, ours, bare));
    return rows;
  } finally {
    for (const contestant of running) await contestant.stop();
  }
};

/** Two contestants, and how many times the peer's requests ours has to answer. */
interface Match {
  readonly name: string;
  readonly ours: Contestant;
  readonly peer: Contestant | Skipped;
  readonly least: number;
}

const throughputRows = async (
  bench: Workbench,
  path: string,
  contestants: readonly Contestant[],
  matches: readonly Match[],
): Promise<Row[]> => {
  const name = (match: Match): string => `GET ${shown(path)}, against ${match.name}`;
  const missing = await findProgram("wrk");
  if (isSkipped(missing))
    return matches.map((match) => ({ name: name(match), ours: "", peer: missing.skipped }));

  const loads = new Map<Contestant, Load[]>();
  for (const { origin } of contestants)
    await wrk(origin + path, connections, throughput.warmUp, KEY);
  for (let round = 1; round <= throughput.rounds; round += 1) {
    bench.say(`serve: ${shown(path)}, round ${round} of ${throughput.rounds}`);
    for (const contestant of contestants) {
      const measured = await wrk(contestant.origin + path, connections, throughput.seconds, KEY);
      loads.set(contestant, [...(loads.get(contestant) ?? []), measured]);
    }
  }
  const of = (contestant: Contestant): readonly Load[] => loads.get(contestant) ?? [];
  return matches.map((match) => {
    const row = { name: name(match), ours: load(middle(of(match.ours))) };
    if (isSkipped(match.peer)) return { ...row, peer: match.peer.skipped };
    const peers = of(match.peer);
    const ratio = median(
      of(match.ours).map((ours, i) => ours.requestsPerSecond / peers[i]!.requestsPerSecond),
    );
    return { ...row, peer: load(middle(peers)), ...atLeast(ratio, match.least) };
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
  for (const { origin } of [ours, bare])
    await openLoop({ url: origin + path, rate, seconds: 1, headers });
  for (let round = 1; round <= rounds; round += 1) {
    bench.say(`serve: ${shown(path)} at ${rate} a second, round ${round} of ${rounds}`);
    a.push(await openLoop({ url: ours.origin + path, rate, seconds, headers }));
    b.push(await openLoop({ url: bare.origin + path, rate, seconds, headers }));
  }
  const measured = middleLatencies(a);
  const peer = middleLatencies(b);
  return {
    name: `GET ${shown(path)} at ${rate} requests a second, p99 against bare \`node:http\``,
    ours: latencyText(measured),
    peer: latencyText(peer),
    ratio: measured.p99 / peer.p99,
    target: `p99 ≤ ${p99Target} ms`,
    met: measured.p99 <= p99Target,
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

const load = ({ requestsPerSecond, p99, errors }: Load): string =>
  `${Math.round(requestsPerSecond).toLocaleString("en")} req/s, p99 ${p99.toFixed(1)} ms${failuresText(errors)}`;
