import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import type { Question } from "./closed-loop.js";
import { KEY, type Contestant } from "./contestants.js";
import { drawnOrder, PAUSE_MS } from "./drawn-order.js";
import { failuresText } from "./latencies.js";
import { median } from "./median.js";
import { findProgram, isSkipped, type Skipped } from "./peer.js";
import { atLeast, type Row } from "./row.js";
import type { Workbench } from "./workbench.js";
import { postScript, wrk, type Load } from "./wrk.js";

const connections = 32;
/**
 * Many short rounds: a machine's speed drifts, and only what ran within the same seconds compares. Before them, what V8
 * takes to compile the code of a request for good.
 */
const warmUp = 8;
const quickWarmUp = 3;
const rounds = 12;
const seconds = 1;

/** Two contestants that are asked the same. */
export interface Match {
  /** Of the peer. */
  readonly name: string;
  readonly ours: Contestant;
  readonly peer: Contestant | Skipped;
  /** How many times the peer's requests ours has to answer. Default: the row only reports. */
  readonly least?: number;
}

/** What is asked, and how the table calls it. */
export interface NamedQuestion extends Question {
  readonly name: string;
}

/** Requests a second of all contestants in turn, each as many as it answers, and a row for each match. */
export const throughputRows = async (
  bench: Workbench,
  { name: asked, path, body }: NamedQuestion,
  contestants: readonly Contestant[],
  matches: readonly Match[],
): Promise<Row[]> => {
  const name = (match: Match): string => `${asked}, against ${match.name}`;
  const missing = await findProgram("wrk");
  if (isSkipped(missing))
    return matches.map((match) => ({ name: name(match), ours: "", peer: missing.skipped }));

  const script =
    body === undefined ? undefined : await postScript(join(bench.folder, "post.lua"), body);
  const ask = ({ origin }: Contestant, time: number): Promise<Load> =>
    wrk(origin + path, connections, time, KEY, script);
  const loads = new Map<Contestant, Load[]>();
  for (const contestant of contestants) await ask(contestant, bench.quick ? quickWarmUp : warmUp);
  const times = bench.rounds(rounds);
  for (let round = 1; round <= times; round += 1) {
    bench.say(`${asked}, round ${round} of ${times}`);
    for (const contestant of drawnOrder(contestants, round)) {
      await sleep(PAUSE_MS);
      loads.set(contestant, [...(loads.get(contestant) ?? []), await ask(contestant, seconds)]);
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
    const judged = match.least === undefined ? { ratio } : atLeast(ratio, match.least);
    return { ...row, peer: load(middle(peers)), ...judged };
  });
};

/** Medians of the rounds; errors of all of them. */
const middle = (loads: readonly Load[]): Load => ({
  requestsPerSecond: median(loads.map(({ requestsPerSecond }) => requestsPerSecond)),
  p50: median(loads.map(({ p50 }) => p50)),
  p99: median(loads.map(({ p99 }) => p99)),
  errors: loads.reduce((total, { errors }) => total + errors, 0),
});

const load = ({ requestsPerSecond, p99, errors }: Load): string =>
  `${Math.round(requestsPerSecond).toLocaleString("en")} req/s, p99 ${p99.toFixed(1)} ms${failuresText(errors)}`;
