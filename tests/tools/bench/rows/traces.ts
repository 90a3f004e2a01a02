import { openStore, readStorageSettings, type StoreSettings } from "@despliega/storage";

import { startOtlpReceiver } from "../../../support/otlp-receiver.js";
import { promoteTiny } from "../../../support/release.js";
import { KEY, startOurs, type Contestant } from "../lib/contestants.js";
import { cpuSeconds } from "../lib/cpu-seconds.js";
import { median } from "../lib/median.js";
import { openLoop } from "../lib/open-loop.js";
import { atMost, type Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";

const container = "traces";
const path = "/api/user/5008806/prediccion";
const load = { rate: 200, seconds: 6 };
const warmUp = 3;
const rounds = 7;
const headers = { "x-api-key": KEY };

/** CPU that the api takes for a request, by the share of traces that it sends. CPU, as nobody waits for a span. */
export const traceRows = async (bench: Workbench): Promise<Row[]> => {
  const storage = readStorageSettings(await bench.storage(container)) as StoreSettings;
  const store = await openStore(storage);
  await store.ensureContainer();
  await promoteTiny(store);
  const receiver = await startOtlpReceiver();
  const running: Contestant[] = [];
  const start = async (settings: NodeJS.ProcessEnv): Promise<Contestant> => {
    // It is measured by its CPU, so that it may be late on a busy machine.
    const busy = { DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS: "0" };
    const api = await startOurs(bench, container, { ...busy, ...settings });
    running.push(api);
    return api;
  };
  const sampled = (share: number): Promise<Contestant> =>
    start({
      OTEL_EXPORTER_OTLP_ENDPOINT: receiver.endpoint,
      OTEL_TRACES_SAMPLER: "parentbased_traceidratio",
      OTEL_TRACES_SAMPLER_ARG: `${share}`,
    });
  try {
    const apis = [await start({}), await sampled(0.1), await sampled(1)] as const;
    const taken = apis.map((): number[] => []);
    for (let round = 1 - warmUp; round <= rounds; round++) {
      bench.say(`traces: round ${round} of ${rounds}`);
      for (const [i, api] of apis.entries()) {
        const each = await cpuPerRequest(api);
        if (round > 0) taken[i]!.push(each);
      }
    }
    const [off, tenth, all] = taken.map(median) as [number, number, number];
    const row = (share: number, cpu: number, most: number): Row => ({
      name: `CPU of a request at ${load.rate} a second with ${share} of the traces sent, against none`,
      ours: `${cpu.toFixed(0)} µs`,
      peer: `${off.toFixed(0)} µs`,
      ...atMost(cpu / off, most),
    });
    return [row(0.1, tenth, 1.2), row(1, all, 1.5)];
  } finally {
    for (const api of running) await api.stop();
    await receiver.close();
  }
};

/** In microseconds. */
const cpuPerRequest = async (api: Contestant): Promise<number> => {
  const before = await cpuSeconds(api.origin, headers);
  // A request that a busy machine leaves waiting has taken its CPU all the same.
  await openLoop({ url: api.origin + path, headers, ...load });
  return ((await cpuSeconds(api.origin, headers)) - before) * (1e6 / (load.rate * load.seconds));
};
