import { KEY, startOurs, type Contestant } from "../lib/contestants.js";
import { firstUser } from "../lib/first-user.js";
import { latencyText, middleLatencies } from "../lib/latencies.js";
import { median } from "../lib/median.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import { atMost, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const container = "challenger";
const rounds = 7;
const seconds = 4;
const rate = 500;
const share = 0.1;
const headers = { "x-api-key": KEY };

/** An api with a challenger, which it scores and records for a tenth of the answers, against one without. */
export const challengerRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  bench.say("challenger: training two releases");
  await trainRiesgo(bench, input, container, run);
  const plain = await startOurs(bench, container);
  const running: Contestant[] = [plain];
  try {
    const version = await servedBy(plain);
    await trainRiesgo(bench, input, container, run);
    const env = await bench.storage(container);
    const despliega = (...args: readonly string[]) =>
      run(process.execPath, ["trainer/dist/main.js", ...args], { env });
    await despliega("rollback", "riesgo");
    const { stdout } = await despliega("releases", "riesgo");
    const newest = (JSON.parse(stdout.trim().split("\n").at(-1)!) as { version: string }).version;
    if (newest === version) throw new Error("The second training made no release of its own");
    await despliega("challenge", "riesgo", newest, "--share", `${share}`);
    const challenged = await startOurs(bench, container);
    running.push(challenged);
    return [
      await latencyRow(bench, `/api/user/${await firstUser(input)}/prediccion`, challenged, plain),
    ];
  } finally {
    for (const contestant of running) await contestant.stop();
  }
};

const latencyRow = async (
  bench: Workbench,
  path: string,
  challenged: Contestant,
  plain: Contestant,
): Promise<Row> => {
  const a: Latencies[] = [];
  const b: Latencies[] = [];
  for (const { origin } of [challenged, plain])
    await openLoop({ url: origin + path, rate, seconds: 2, headers });
  for (let round = 1; round <= rounds; round += 1) {
    bench.say(`challenger: at ${rate} a second, round ${round} of ${rounds}`);
    a.push(await openLoop({ url: challenged.origin + path, rate, seconds, headers }));
    b.push(await openLoop({ url: plain.origin + path, rate, seconds, headers }));
  }
  const scored = await metricOf(challenged, "despliega_challenger_scored_total");
  const ratio = median(a.map(({ p99 }, i) => p99 / b[i]!.p99));
  return {
    name: `GET a prediction at ${rate} requests a second with a challenger for a tenth, p99 against none`,
    ours: `${latencyText(middleLatencies(a))}, ${scored} scored`,
    peer: latencyText(middleLatencies(b)),
    ...atMost(ratio, 1.1),
  };
};

const servedBy = async ({ origin }: Contestant): Promise<string> => {
  const { models } = (await (await fetch(`${origin}/readyz`)).json()) as {
    readonly models: readonly { readonly version: string }[];
  };
  return models[0]!.version;
};

const metricOf = async ({ origin }: Contestant, name: string): Promise<number> => {
  const text = await (await fetch(`${origin}/metrics`, { headers })).text();
  return Number(new RegExp(`^${name}\\{[^}]*\\} (\\d+)`, "m").exec(text)?.[1] ?? NaN);
};
