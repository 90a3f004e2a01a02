import { between } from "../trees/bins.js";
import type { Tree } from "../trees/join.js";
import type { Grown } from "./grow.js";
import type { Ground, GroundFeature } from "./ground.js";
import { CODES, type GrowingNodes } from "./nodes.js";

/** A tree of boosting. */
export interface BoostedTree extends Tree {
  /** What the split of each inner node gained. */
  readonly gain: Float64Array;
}

/** Writes down a tree that has grown, its nodes level by level. */
export const treeOf = (
  nodes: GrowingNodes,
  { features }: Ground,
  learningRate: number,
): BoostedTree => {
  const levels = [0];
  for (const node of levels) {
    const left = nodes.left[node]!;
    if (left !== 0) levels.push(left, left + 1);
  }
  const inner = levels.filter((node) => nodes.left[node] !== 0);
  const leaves = levels.filter((node) => nodes.left[node] === 0);
  const featureOf = (node: number): GroundFeature => features[nodes.feature[node]!]!;
  const goesLeft = (node: number, code: number): boolean =>
    nodes.goesLeft[CODES * node + code] === 1;
  return {
    feature: Int32Array.from(levels, (node) =>
      nodes.left[node] === 0 ? -1 : nodes.feature[node]!,
    ),
    threshold: Float64Array.from(inner, (node) => thresholdOf(featureOf(node), nodes.bin[node]!)),
    missingRight: Uint8Array.from(inner, (node) => (goesLeft(node, featureOf(node).bins) ? 0 : 1)),
    value: Float64Array.from(leaves, (node) => learningRate * nodes.answer[node]! + 0),
    cover: Float64Array.from(leaves, (node) => nodes.end[node]! - nodes.start[node]!),
    gain: Float64Array.from(inner, (node) => nodes.gain[node]!),
    sets: inner
      .filter((node) => featureOf(node).unordered)
      .map((node) => {
        const { low, rest, bins } = featureOf(node);
        const own = [...low].filter((_, bin) => goesLeft(node, bin));
        return goesLeft(node, bins) ? [...own, ...rest].toSorted((a, b) => a - b) : own;
      }),
  };
};

const thresholdOf = ({ low, high, bins, unordered }: GroundFeature, bin: number): number => {
  if (unordered) return NaN;
  return bin === bins - 1 ? Number.MAX_VALUE : between(high[bin]!, low[bin + 1]!);
};

/** Adds what the leaves of a tree answer to the raw scores of their rows. */
export const addAnswers = (
  scores: Float64Array,
  { nodes, rows, held }: Grown,
  learningRate: number,
): void => {
  for (let node = 0; node < nodes.count; node++) {
    if (nodes.left[node] !== 0) continue;
    const value = learningRate * nodes.answer[node]! + 0;
    addTo(scores, rows, nodes.start[node]!, nodes.end[node]!, value);
    addTo(scores, held, nodes.heldStart[node]!, nodes.heldEnd[node]!, value);
  }
};

const addTo = (
  scores: Float64Array,
  rows: Uint32Array,
  start: number,
  end: number,
  value: number,
): void => {
  for (let i = start; i < end; i++) {
    const row = rows[i]!;
    scores[row] = scores[row]! + value;
  }
};
