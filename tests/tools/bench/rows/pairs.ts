import { availableParallelism } from "node:os";

import { openStore, readStorageSettings, type StoreSettings } from "@despliega/storage";

import { promoteTiny } from "../../../support/release.js";
import { testKey } from "../../../support/test-key.js";
import { KEY, startOurs, type Contestant } from "../lib/contestants.js";
import { cpuSeconds } from "../lib/cpu-seconds.js";
import { openClosedLoop, type ClosedLoop, type Question } from "../lib/closed-loop.js";
import { keepOnCore } from "../lib/cores.js";
import { median } from "../lib/median.js";
import { atMost, type Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";

const container = "pairs";
/** Rounds of a tenth of a second: what else the machine does changes slower than that, and meets both alike. */
const load = { requests: 2_000, connections: 16 };
const warmUp = 10;
const pairs = 60;
const target = 1.05;
const headers = { "x-api-key": KEY };

const ROW = JSON.stringify({
  nb_previous_loans: 29,
  avg_amount_loans_previous: 136.4,
  age: 59,
  years_on_the_job: 3,
  flag_own_car: 1,
});

/** What is asked of both, by the name of its row. */
const QUESTIONS: Readonly<Record<string, Question>> = {
  "POST /v1/prediction, one row": { path: "/v1/prediction", body: ROW },
  "POST /invocations, one row": {
    path: "/invocations",
    body: JSON.stringify({ dataframe_records: [JSON.parse(ROW)] }),
  },
  "GET /api/user/:id/prediccion": { path: "/api/user/5008806/prediccion" },
  "GET /api/user/:id/caracteristicasriesgo": { path: "/api/user/5008806/caracteristicasriesgo" },
};

/** All that an api can be told to do for an answer, but for what makes the caller wait for the storage. */
const DUTIES: NodeJS.ProcessEnv = {
  DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS: "0",
  DESPLIEGA_PREDICTION_LOG: "1",
  DESPLIEGA_PREDICTION_KEY: testKey("pairs").toString("base64"),
};

/** CPU that the api takes for a request, against the api of another tree: one after the other, many times. */
export const pairRows = async (bench: Workbench): Promise<Row[]> => {
  const { against } = bench;
  if (against === undefined)
    return [{ name: "pairs", ours: "", peer: "skipped: --against names no tree" }];
  const store = await openStore(
    readStorageSettings(await bench.storage(container)) as StoreSettings,
  );
  await store.ensureContainer();
  await promoteTiny(store);
  const running: Contestant[] = [];
  try {
    running.push(await startOurs(bench, container, DUTIES));
    running.push(await startOurs(bench, container, DUTIES, against));
    for (const { pid } of running) await keepOnCore(pid, 0);
    if (availableParallelism() > 1) await keepOnCore(process.pid, 1);
    const rows: Row[] = [];
    for (const [name, question] of Object.entries(QUESTIONS))
      rows.push(rowOf(name, await measure(bench, name, question, running)));
    return rows;
  } finally {
    for (const api of running) await api.stop();
  }
};

/** Microseconds of CPU for a request: ours and the peer's, in pairs. */
type Pairs = readonly (readonly [ours: number, peer: number])[];

const measure = async (
  bench: Workbench,
  name: string,
  question: Question,
  [ours, peer]: readonly Contestant[],
): Promise<Pairs> => {
  const { connections } = load;
  const options = { ...question, headers, connections };
  const sides = await Promise.all(
    [ours!, peer!].map(async ({ origin }) => ({
      origin,
      loop: await openClosedLoop({ ...options, origin }),
    })),
  );
  const taken: (readonly [number, number])[] = [];
  try {
    for (let round = 1 - warmUp; round <= pairs; round++) {
      if (round % 10 === 0) bench.say(`pairs: ${name}, round ${round} of ${pairs}`);
      // A B, then B A: neither has the better half of a machine that slows down.
      const order = round % 2 === 0 ? [0, 1] : [1, 0];
      const both = [0, 0];
      for (const side of order) both[side] = await cpuPerRequest(sides[side]!);
      if (round > 0) taken.push([both[0]!, both[1]!]);
    }
  } finally {
    for (const { loop } of sides) loop.close();
  }
  return taken;
};

/** In microseconds. */
const cpuPerRequest = async ({
  origin,
  loop,
}: {
  readonly origin: string;
  readonly loop: ClosedLoop;
}): Promise<number> => {
  const before = await cpuSeconds(origin, headers);
  await loop.send(load.requests);
  return ((await cpuSeconds(origin, headers)) - before) * (1e6 / load.requests);
};

const rowOf = (name: string, taken: Pairs): Row => {
  const ratios = taken.map(([ours, peer]) => ours / peer).toSorted((a, b) => a - b);
  const quarter = ratios.length >> 2;
  const [low, high] = [ratios[quarter]!, ratios.at(-1 - quarter)!];
  return {
    name: `${name}, CPU of a request, against another tree of the project`,
    ours: `${median(taken.map(([ours]) => ours)).toFixed(1)} µs; half of the ratios from ${low.toFixed(3)} to ${high.toFixed(3)}`,
    peer: `${median(taken.map(([, peer]) => peer)).toFixed(1)} µs`,
    ...atMost(median(ratios), target),
  };
};
