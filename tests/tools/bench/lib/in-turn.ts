import { setTimeout as sleep } from "node:timers/promises";

import { drawnOrder, PAUSE_MS } from "./drawn-order.js";
import { median } from "./median.js";
import type { CpuMeasured } from "./run-cpu.js";

/** Medians of several runs. */
export interface Medians {
  readonly seconds: number;
  readonly cpuSeconds: number;
}

/**
 * Runs several contestants in turn, each once to warm up and then in every round, in an order that is drawn, with pauses.
 *
 * @returns the medians of each, in their order
 */
export const inTurn = async (
  contestants: readonly (() => Promise<CpuMeasured>)[],
  rounds: number,
): Promise<readonly Medians[]> => {
  const runs: CpuMeasured[][] = contestants.map(() => []);
  for (const contestant of contestants) await contestant();
  for (let round = 0; round < rounds; round += 1)
    for (const which of drawnOrder([...contestants.keys()], round)) {
      await sleep(PAUSE_MS);
      runs[which]!.push(await contestants[which]!());
    }
  return runs.map((of) => ({
    seconds: median(of.map(({ seconds }) => seconds)),
    cpuSeconds: median(of.map(({ cpuSeconds }) => cpuSeconds)),
  }));
};

/** The medians as they are told. */
export const told = ({ seconds, cpuSeconds }: Medians): string =>
  `${seconds.toFixed(2)} s, ${cpuSeconds.toFixed(2)} s of CPU`;
