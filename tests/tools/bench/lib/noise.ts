import type { Row } from "./row.js";
import { spread } from "./spread.js";

/** Met where our mean is at most two standard deviations below the peer's, the larger of both sides' deviations. */
export const withinNoise = (
  name: string,
  ours: readonly number[],
  peers: readonly number[],
): Row => {
  const [us, peer] = [spread(ours), spread(peers)];
  const noise = 2 * Math.max(us.deviation, peer.deviation);
  return {
    name,
    ours: `${us.mean.toFixed(4)} ± ${us.deviation.toFixed(4)}`,
    peer: `${peer.mean.toFixed(4)} ± ${peer.deviation.toFixed(4)}`,
    target: "within the seeds' noise",
    met: us.mean >= peer.mean - noise,
  };
};
