import type { Attack } from "../lib/attack.js";
import { SMALL } from "../lib/bystander.js";

const REQUESTS = 20_000;
const AT_ONCE = 32;

/** Leaves the log of an api unread, as a program that collects logs and hangs does. */
export const unreadOutput: Attack = {
  tried: `${REQUESTS.toLocaleString("en")} requests while nobody reads standard output, a pipe`,
  aim: "a request waits for a reader, or lines are lost and not counted",
  stopped:
    "a bounded buffer; lines beyond it are dropped and counted (`api/src/ops/log-sink.ts`, `despliega_log_lines_dropped_total`)",
  async play({ open }, { short }) {
    const target = await open();
    target.child.stdout!.pause();
    const requests = short ? REQUESTS / 4 : REQUESTS;
    let left = requests;
    let [slowest, failed] = [0, 0];
    const ask = async (): Promise<void> => {
      while (left-- > 0) {
        const started = performance.now();
        const answer = await fetch(target.url + SMALL, {
          signal: AbortSignal.timeout(5_000),
        }).catch(() => undefined);
        await answer?.arrayBuffer();
        if (answer?.status !== 200) failed++;
        slowest = Math.max(slowest, performance.now() - started);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, ask));
    const metrics = await (await fetch(`${target.url}/metrics`)).text();
    const dropped = Number(/^despliega_log_lines_dropped_total (\d+)$/m.exec(metrics)?.[1]);
    target.child.stdout!.resume();
    const successes = [
      ...(failed > 0 ? [`${failed} requests found no answer`] : []),
      ...(!short && !(dropped > 0) ? ["no dropped line was counted"] : []),
    ];
    return {
      tries: requests,
      successes,
      figures: `the slowest answer took ${Math.round(slowest)} ms; ${dropped.toLocaleString("en")} lines dropped`,
    };
  },
};
