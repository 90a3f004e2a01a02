import { MISSING } from "../trees/bins.js";
import { binSums } from "./bin-sums.js";
import { cutClasses } from "./cut-classes.js";
import { cutOne } from "./cut-one.js";
import type { Cut, Split } from "./best-split.js";
import type { NodeRows } from "./node.js";
import { shareOrder } from "./share-order.js";

/**
 * Makes the search for a split of `node` by one feature, which replaces `best` by a better one and tells whether the
 * feature varies among the node's rows.
 *
 * One pass sums the rows by bin. A pass over the bins that have rows tries every place between two of them with the
 * missing values on either side, and all values against the missing ones. For several classes the gain is that in Gini
 * impurity, for two classes half of it, so one criterion does for all tasks. Every node draws its own features, so the sums
 * of a node cannot be computed from its parent's and its sibling's.
 *
 * @param minLeaf rows that each side has at least
 */
export const splitSearch = (
  node: NodeRows,
  best: Split,
  minLeaf: number,
): ((feature: number, codes: Uint8Array, unordered: boolean) => boolean) => {
  const outputs = node.mean.length;
  const bins = binSums(node);
  const sortByShare = shareOrder(bins);
  const byShare = new Uint8Array(MISSING);
  const cut: Cut = (outputs === 1 ? cutOne : cutClasses)(node, bins, best, minLeaf);

  const search = (feature: number, order: Uint8Array): void => {
    const before = best.gain;
    cut(feature, order);
    if (best.gain === before) return;
    best.known = bins.known;
    for (let k = 0; k < bins.known; k++) best.order[k] = order[k]!;
  };

  return (feature, codes, unordered) => {
    bins.addUp(codes);
    if (!unordered) search(feature, bins.order);
    else
      for (let output = 0; output < outputs; output++) {
        sortByShare(output, byShare);
        search(feature, byShare);
      }
    const kinds = bins.known + (bins.sums[bins.stride * MISSING]! > 0 ? 1 : 0);
    bins.clear();
    return kinds > 1;
  };
};
