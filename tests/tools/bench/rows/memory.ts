import { isSkipped } from "../lib/peer.js";
import { peakMemory } from "../lib/peak-memory.js";
import { atMost, type Row } from "../lib/row.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const limit = 1.5e9;

/** The trainer's peak memory on ten times the rows, against its own at 1×. */
export const memoryRows = async (bench: Workbench): Promise<Row[]> => {
  const name = "trainer's peak memory at 10× the rows, against 1×";
  const once = await trainRiesgo(bench, await bench.input(1), "memory-1x", peakMemory);
  if (isSkipped(once)) return [{ name, ours: once.skipped, peer: "" }];
  const large = await bench.input(10);
  bench.say("memory: training on 10× the rows");
  const tenfold = await trainRiesgo(bench, large, "memory-10x", peakMemory);
  if (isSkipped(tenfold)) return [{ name, ours: tenfold.skipped, peer: "" }];
  return [
    {
      name,
      ours: size(tenfold.peak),
      peer: size(once.peak),
      ...atMost(tenfold.peak / once.peak, 1.5),
    },
    {
      name: "trainer's peak memory at 10× the rows",
      ours: `${size(tenfold.peak)}, ${tenfold.seconds.toFixed(1)} s`,
      peer: "",
      target: `< ${size(limit)}`,
      met: tenfold.peak < limit,
    },
  ];
};

const size = (bytes: number): string => `${(bytes / 1e6).toFixed(0)} MB`;
