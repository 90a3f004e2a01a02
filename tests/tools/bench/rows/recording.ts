import { startOurs, KEY, type Contestant } from "../lib/contestants.js";
import { firstUser } from "../lib/first-user.js";
import { latencyText, middleLatencies } from "../lib/latencies.js";
import { median } from "../lib/median.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import { findProgram, isSkipped } from "../lib/peer.js";
import { processCpu } from "../lib/process-cpu.js";
import { atLeast, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";
import { wrk } from "../lib/wrk.js";
import { testKey } from "../../../support/test-key.js";

const container = "recording";
const connections = 32;
const throughput = { warmUp: 8, rounds: 12, seconds: 1 };
/** Longer than two flushes. */
const latency = { rate: 2_000, rounds: 3, seconds: 8 };
const headers = { "x-api-key": KEY };

/** The api that records every answer, with hashed keys, against the api that records none. */
export const recordingRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  bench.say("recording: training the release to serve");
  await trainRiesgo(bench, input, container, run);
  const path = `/api/user/${await firstUser(input)}/prediccion`;
  const running: Contestant[] = [];
  const start = async (changes: NodeJS.ProcessEnv): Promise<Contestant> => {
    const started = await startOurs(bench, container, changes);
    running.push(started);
    return started;
  };
  try {
    const recording = await start({
      DESPLIEGA_PREDICTION_LOG: "1",
      DESPLIEGA_PREDICTION_KEY: testKey(7).toString("base64"),
    });
    const plain = await start({});
    return [
      await throughputRow(bench, path, recording, plain),
      await latencyRow(bench, path, recording, plain),
    ];
  } finally {
    for (const contestant of running) await contestant.stop();
  }
};

const throughputRow = async (
  bench: Workbench,
  path: string,
  recording: Contestant,
  plain: Contestant,
): Promise<Row> => {
  const name = "GET /api/user/:id/prediccion, every answer recorded, against none";
  const missing = await findProgram("wrk");
  if (isSkipped(missing)) return { name, ours: "", peer: missing.skipped };
  const measured = new Map<Contestant, Load[]>([recording, plain].map((of) => [of, []]));
  for (const { origin } of measured.keys())
    await wrk(origin + path, connections, throughput.warmUp, KEY);
  for (let round = 1; round <= throughput.rounds; round++) {
    bench.say(`recording: round ${round} of ${throughput.rounds}`);
    for (const [{ origin, pid }, loads] of measured) {
      const before = await cpuNow(pid);
      const { requestsPerSecond } = await wrk(origin + path, connections, throughput.seconds, KEY);
      const after = await cpuNow(pid);
      const requests = requestsPerSecond * throughput.seconds;
      const microseconds = (of: keyof Cpu) => ((after[of] - before[of]) / requests) * 1e6;
      loads.push({ requestsPerSecond, api: microseconds("api"), store: microseconds("store") });
    }
  }
  const [ours, theirs] = [measured.get(recording)!, measured.get(plain)!];
  const ratio = median(ours.map((of, i) => of.requestsPerSecond / theirs[i]!.requestsPerSecond));
  return { name, ours: told(ours), peer: told(theirs), ...atLeast(ratio, 0.85) };
};

/** CPU of the api, and of Azurite, which runs in this process. */
interface Cpu {
  readonly api: number;
  readonly store: number;
}

/** A round, with the microseconds of CPU for a request. */
interface Load extends Cpu {
  readonly requestsPerSecond: number;
}

/** In seconds since the start of each process. */
const cpuNow = async (pid: number): Promise<Cpu> => ({
  api: await processCpu(pid),
  store: await processCpu(process.pid),
});

const told = (loads: readonly Load[]): string => {
  const of = (what: keyof Load) => median(loads.map((load) => load[what]));
  const rate = Math.round(of("requestsPerSecond")).toLocaleString("en");
  return `${rate} req/s, ${of("api").toFixed(1)} µs of CPU in the api and ${of("store").toFixed(1)} in Azurite for each`;
};

const latencyRow = async (
  bench: Workbench,
  path: string,
  recording: Contestant,
  plain: Contestant,
): Promise<Row> => {
  const { rate, rounds, seconds } = latency;
  const measured = new Map<Contestant, Latencies[]>([recording, plain].map((of) => [of, []]));
  for (let round = 0; round <= rounds; round++) {
    bench.say(`recording: at ${rate} a second, round ${round} of ${rounds}`);
    for (const [{ origin }, latencies] of measured) {
      const of = await openLoop({ url: origin + path, rate, seconds, headers });
      // The first one warms up.
      if (round > 0) latencies.push(of);
    }
  }
  const [ours, theirs] = [recording, plain].map((of) => middleLatencies(measured.get(of)!));
  return {
    name: `GET /api/user/:id/prediccion at ${rate} requests a second, open loop, every answer recorded, p99 against none`,
    ours: latencyText(ours!),
    peer: latencyText(theirs!),
    ratio: ours!.p99 / theirs!.p99,
    target: "p99 ≤ 1.1×",
    met: ours!.p99 <= 1.1 * theirs!.p99,
  };
};
