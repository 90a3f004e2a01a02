import type { Trees } from "@despliega/storage";

import type { Graph, Value } from "./graph.js";
import { doubles, octets } from "./tensor.js";
import { eachTree, type Tree } from "./trees.js";

/** Trees whose answers add up. */
export interface Ensemble {
  /** What each sum begins with. */
  readonly baseline: ArrayLike<number>;
  readonly trees: Trees;
  /** Numbers of a leaf. Each is of a sum of its own; where leaves have one, each tree is of the next sum. */
  readonly width: number;
}

/**
 * Adds the sums of trees, in the order of the scorer: a column for each sum. The operator knows a single number for a leaf,
 * so trees with several are there once for each.
 *
 * @param numbers one column for each feature
 */
export const addTreeEnsemble = (
  graph: Graph,
  numbers: Value,
  { baseline, trees, width }: Ensemble,
): Value => {
  const nodes = newNodes();
  const sums = baseline.length;
  for (let sum = 0; sum < sums; sum++) addConstant(nodes, baseline[sum]!, sum);
  let count = 0;
  for (const tree of eachTree(trees, width)) {
    for (let number = 0; number < width; number++)
      addTree(nodes, tree, width, number, width > 1 ? number : count % sums);
    count += 1;
  }
  return graph.add("TreeEnsemble", [numbers], attributesOf(nodes, sums));
};

/** The arrays of the operator: one entry for each inner node, and at the end one for each leaf. */
const newNodes = () => ({
  roots: [] as number[],
  feature: [] as number[],
  mode: [] as number[],
  threshold: [] as number[],
  missingTrue: [] as number[],
  whenTrue: [] as number[],
  whenFalse: [] as number[],
  trueIsLeaf: [] as number[],
  falseIsLeaf: [] as number[],
  /** The values of each set, and NaN after it. */
  members: [] as number[],
  target: [] as number[],
  weight: [] as number[],
});
type Nodes = ReturnType<typeof newNodes>;

const UP_TO = 0;
const MEMBER = 6;

/** Adds a tree with a single answer. The operator knows no such tree, so both ways of a test lead to the answer. */
const addConstant = (nodes: Nodes, value: number, target: number): void => {
  const constant = {
    feature: Int32Array.of(0, -1, -1),
    threshold: Float64Array.of(0),
    missingRight: Uint8Array.of(0),
    sets: [],
    value: Float64Array.of(value, value),
  };
  addTree(nodes, constant, 1, 0, target);
};

const addTree = (
  nodes: Nodes,
  { feature, threshold, missingRight, sets, value }: Tree,
  width: number,
  number: number,
  target: number,
): void => {
  if (feature.length === 1) return addConstant(nodes, value[number]!, target);
  let [inner, leaf] = [nodes.feature.length, nodes.weight.length];
  nodes.roots.push(inner);
  // Inner nodes and leaves are counted apart.
  const place = Array.from(feature, (asked) => (asked < 0 ? leaf++ : inner++));
  let [test, set] = [0, 0];
  for (const asked of feature) {
    if (asked < 0) continue;
    const bound = threshold[test]!;
    const isSet = Number.isNaN(bound);
    if (isSet) nodes.members.push(...sets[set++]!, NaN);
    nodes.feature.push(asked);
    nodes.mode.push(isSet ? MEMBER : UP_TO);
    nodes.threshold.push(isSet ? 0 : bound);
    nodes.missingTrue.push(1 - missingRight[test]!);
    const [left, right] = [2 * test + 1, 2 * test + 2];
    nodes.whenTrue.push(place[left]!);
    nodes.whenFalse.push(place[right]!);
    nodes.trueIsLeaf.push(feature[left]! < 0 ? 1 : 0);
    nodes.falseIsLeaf.push(feature[right]! < 0 ? 1 : 0);
    test += 1;
  }
  for (let at = number; at < value.length; at += width) {
    nodes.target.push(target);
    nodes.weight.push(value[at]!);
  }
};

const SUM = 1;
const NO_TRANSFORM = 0;

const attributesOf = (nodes: Nodes, sums: number) => ({
  aggregate_function: SUM,
  n_targets: sums,
  post_transform: NO_TRANSFORM,
  tree_roots: nodes.roots,
  nodes_featureids: nodes.feature,
  nodes_modes: octets(Uint8Array.from(nodes.mode)),
  nodes_splits: doubles(nodes.threshold),
  nodes_missing_value_tracks_true: nodes.missingTrue,
  nodes_truenodeids: nodes.whenTrue,
  nodes_falsenodeids: nodes.whenFalse,
  nodes_trueleafs: nodes.trueIsLeaf,
  nodes_falseleafs: nodes.falseIsLeaf,
  ...(nodes.members.length === 0 ? {} : { membership_values: doubles(nodes.members) }),
  leaf_targetids: nodes.target,
  leaf_weights: doubles(nodes.weight),
});
