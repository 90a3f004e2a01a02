import {
  KEY,
  startBare,
  startFastApi,
  startOurs,
  startSeed,
  type Contestant,
} from "../lib/contestants.js";
import { firstUser } from "../lib/first-user.js";
import { latencyText, middleLatencies } from "../lib/latencies.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import { isSkipped, type Skipped } from "../lib/peer.js";
import type { Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { throughputRows, type Match } from "../lib/throughput.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const routes = ["caracteristicasriesgo", "prediccion"];
const container = "serve";
/** How much of the bare server's throughput the features and the prediction have to reach. */
const bareTargets = [0.7, 0.65];
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
    const questions = paths.map((path) => ({ path }));
    const bare = join(await startBare(bench, questions, ours));
    const fastapi = join(await startFastApi(bench, container));
    const seed = join(await startSeed(bench, paths[0]!));
    const rows: Row[] = [];
    for (const [i, path] of paths.entries()) {
      const matches: readonly Match[] = [
        { name: "bare `node:http`", ours, peer: bare, least: bareTargets[i]! },
        { name: "bare `node:http`, access log off", ours: quiet, peer: bare },
        { name: "FastAPI on uvicorn", ours, peer: fastapi, least: 5 },
        { name: "the seed's api", ours, peer: seed, least: 50 },
      ];
      const asked = { name: `GET ${shown(path)}`, path };
      rows.push(...(await throughputRows(bench, asked, running, matches)));
    }
    for (const path of paths) rows.push(await latencyRow(bench, path, ours, bare));
    return rows;
  } finally {
    for (const contestant of running) await contestant.stop();
  }
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
