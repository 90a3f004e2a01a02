import { fallingOrder } from "./falling.js";

/**
 * The placement value of each row: of a positive the share of negatives that score below it, of a negative the share of
 * positives that score above it, ties counted half. The mean of either is the ROC-AUC. (DeLong, DeLong and
 * Clarke-Pearson, "Comparing the Areas under Two or More Correlated Receiver Operating Characteristic Curves", 1988.)
 *
 * @param labels 0 or 1
 * @param order as `fallingOrder` gives it. Default: it is found
 */
export const placementsOf = (
  labels: Float64Array,
  scores: Float64Array,
  order = fallingOrder(scores),
): Float64Array => {
  const positives = labels.reduce((sum, label) => sum + label, 0);
  const negatives = labels.length - positives;
  const placements = new Float64Array(labels.length);
  let above = 0;
  for (let from = 0, to = 0; from < order.length; from = to) {
    let tied = 0;
    for (; to < order.length && scores[order[to]!] === scores[order[from]!]; to++)
      tied += labels[order[to]!]!;
    const [others, below] = [to - from - tied, negatives - (to - tied - above)];
    for (let at = from; at < to; at++)
      placements[order[at]!] =
        labels[order[at]!] === 1
          ? (below + others / 2) / negatives
          : (above + tied / 2) / positives;
    above += tied;
  }
  return placements;
};
