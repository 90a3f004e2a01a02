import { answerOf } from "./answer.js";
import { ENTRIES, type Ground } from "./ground.js";
import { hessianOf, type Mass } from "./mass.js";
import { CODES, type GrowingNodes } from "./nodes.js";
import { partition } from "./partition.js";

/** What makes the nodes of a tree. */
export interface NodeOpener {
  /** Begins a tree with the node of all rows, whose histogram is given. */
  readonly openRoot: (histogram: Float64Array) => void;
  /** Splits a node as its entries say, and its rows with it. */
  readonly openChildren: (node: number) => void;
}

/** Makes what makes nodes. */
export const nodeOpener = (
  nodes: GrowingNodes,
  { rows, held }: { readonly rows: Uint32Array; readonly held: Uint32Array },
  { features }: Pick<Ground, "features">,
  mass: Mass,
  l2: number,
): NodeOpener => {
  const spare = new Uint32Array(Math.max(rows.length, held.length));

  /** Makes a node of entries that are set, but for its sums. */
  const open = (node: number, gradient: number, m: number): void => {
    nodes.gradient[node] = gradient;
    nodes.mass[node] = m;
    nodes.left[node] = 0;
    nodes.gain[node] = 0;
    const [lower, upper] = [nodes.lower[node]!, nodes.upper[node]!];
    nodes.answer[node] = answerOf(gradient, hessianOf(mass, m), l2, lower, upper);
  };

  const inherit = (node: number, child: number): void => {
    nodes.depth[child] = nodes.depth[node]! + 1;
    nodes.lower[child] = nodes.lower[node]!;
    nodes.upper[child] = nodes.upper[node]!;
  };

  const setSpan = (node: number, start: number, end: number, from: number, to: number): void => {
    nodes.start[node] = start;
    nodes.end[node] = end;
    nodes.heldStart[node] = from;
    nodes.heldEnd[node] = to;
  };

  const divide = (node: number, left: number): void => {
    const { codes } = features[nodes.feature[node]!]!;
    const [start, end] = [nodes.start[node]!, nodes.end[node]!];
    const [from, to] = [nodes.heldStart[node]!, nodes.heldEnd[node]!];
    const { goesLeft } = nodes;
    const base = CODES * node;
    const middle = partition(rows, spare, start, end, codes, goesLeft, base);
    const heldMiddle = partition(held, spare, from, to, codes, goesLeft, base);
    setSpan(left, start, middle, from, heldMiddle);
    setSpan(left + 1, middle, end, heldMiddle, to);
  };

  return {
    openRoot(histogram) {
      nodes.count = 1;
      nodes.depth[0] = 0;
      nodes.lower[0] = -Infinity;
      nodes.upper[0] = Infinity;
      setSpan(0, 0, rows.length, 0, held.length);
      let [g, m] = [0, 0];
      // Any feature's bins have all rows.
      for (let at = 0; at < ENTRIES * (features[0]!.bins + 1); at += ENTRIES) {
        g += histogram[at]!;
        m += histogram[at + 1]!;
      }
      open(0, g, m);
    },
    openChildren(node) {
      const left = nodes.count;
      nodes.count += 2;
      nodes.left[node] = left;
      divide(node, left);
      inherit(node, left);
      inherit(node, left + 1);
      const [g, m] = [nodes.leftGradient[node]!, nodes.leftMass[node]!];
      open(left, g, m);
      open(left + 1, nodes.gradient[node]! - g, nodes.mass[node]! - m);
      if (nodes.parts[node] === 0) return;
      // What is below must not pass the middle between the two.
      const middle = nodes.answer[left]! / 2 + nodes.answer[left + 1]! / 2;
      const rises = features[nodes.feature[node]!]!.direction > 0;
      (rises ? nodes.upper : nodes.lower)[left] = middle;
      (rises ? nodes.lower : nodes.upper)[left + 1] = middle;
    },
  };
};
