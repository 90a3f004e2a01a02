import { startDecidingApi } from "../../faults/lib/deciding-api.js";
import { startAzuriteProcess } from "../lib/azurite-process.js";
import { latencyText, middleLatencies } from "../lib/latencies.js";
import { openLoop, type Latencies } from "../lib/open-loop.js";
import type { Row } from "../lib/row.js";
import type { Workbench } from "../lib/workbench.js";

/** Requests a second. */
const rate = 300;
const seconds = 10;
const rounds = 3;
/** Milliseconds. */
const most = 50;

/** Answers that are encrypted and in storage before they are given. */
export const decisionRows = async (bench: Workbench): Promise<Row[]> => {
  const azurite = await startAzuriteProcess(bench.folder);
  try {
    const api = await startDecidingApi("decisions", { direct: azurite.connectionString });
    const { url } = api;
    const measured: Latencies[] = [];
    try {
      await openLoop({ url, rate, seconds: 2 });
      for (let round = 1; round <= rounds; round++) {
        bench.say(`decisions: ${rate} a second, round ${round} of ${rounds}`);
        measured.push(await openLoop({ url, rate, seconds }));
      }
    } finally {
      api.child.kill("SIGTERM");
      await api.ended;
    }
    const middle = middleLatencies(measured);
    return [
      {
        name: `answers by key that are encrypted and kept before they are given, ${rate} a second, open loop, on disk in Azurite`,
        ours: latencyText(middle),
        peer: "",
        target: `p99 ≤ ${most} ms`,
        met: middle.p99 <= most,
      },
    ];
  } finally {
    await azurite.stop();
  }
};
