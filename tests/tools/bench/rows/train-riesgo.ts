import { inRounds } from "../lib/drawn-order.js";
import { median } from "../lib/median.js";
import { isSkipped } from "../lib/peer.js";
import { atLeast, type Row } from "../lib/row.js";
import { run } from "../lib/run.js";
import { runSeedPipeline } from "../lib/seed-pipeline.js";
import { trainRiesgo } from "../lib/train.js";
import type { Workbench } from "../lib/workbench.js";

const rounds = 3;

/** The whole training, from a CSV to a published release, against the seed's pipeline: medians of alternating runs. */
export const trainRows = async (bench: Workbench): Promise<Row[]> => {
  const input = await bench.input(1);
  const ours: number[] = [];
  const peers: number[] = [];
  let peer = await bench.seedPipeline();
  await trainRiesgo(bench, input, "train-0", run);
  bench.say(`train: ${rounds} rounds`);
  await inRounds(rounds, [
    async (round) =>
      void ours.push((await trainRiesgo(bench, input, `train-${round}`, run)).seconds),
    async () => {
      if (isSkipped(peer)) return;
      peer = await runSeedPipeline(input, `${bench.folder}/seed`);
      if (!isSkipped(peer)) peers.push(peer.seconds);
    },
  ]);
  const seconds = median(ours);
  const row = {
    name: `\`train riesgo\` on ${bench.users.toLocaleString("en")} users, against the seed's pipeline`,
    ours: `${seconds.toFixed(2)} s`,
  };
  if (isSkipped(peer)) return [{ ...row, peer: peer.skipped }];
  const peerSeconds = median(peers);
  return [{ ...row, peer: `${peerSeconds.toFixed(1)} s`, ...atLeast(peerSeconds / seconds, 20) }];
};
