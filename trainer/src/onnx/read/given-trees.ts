import { numbersOf, oneOf, textsIn } from "./attributes.js";
import type { Columns, GivenTrees } from "./meaning.js";
import { refuse } from "./not-compiled.js";
import type { Operator } from "./onnx-graph.js";
import { treeOf } from "./tree-of.js";
import { MODES, type Node } from "./tree.js";

/**
 * Reads the trees of the operators `TreeEnsembleClassifier` and `TreeEnsembleRegressor`.
 *
 * @param of the part of its attributes' names that says what leaves have: `class` or `target`
 * @param outputs 1 for a number and for the log-odds of two classes, or one for each class
 */
export const readTrees = (
  operator: Operator,
  rows: Columns,
  of: "class" | "target",
  outputs: number,
): GivenTrees => {
  const trees = nodesOf(operator, leavesOf(operator, of, outputs), outputs).map(treeOf);
  const baseline = numbersOf(operator, "base_values");
  if (baseline.length > 0 && baseline.length !== outputs)
    refuse("has base values of other outputs");
  const isSum = oneOf(operator, "aggregate_function", ["SUM", "AVERAGE"]) === "SUM";
  return {
    ...{ kind: "trees", trees, rows, outputs },
    baseline: baseline.length > 0 ? baseline : Array.from({ length: outputs }, () => 0),
    share: isSum ? undefined : trees.length,
  };
};

/** What a leaf adds to each output, by its tree and node. */
type Leaves = ReadonlyMap<string, readonly number[]>;

const keyOf = (tree: number, node: number): string => `${tree}/${node}`;

/** The nodes of each tree. */
const nodesOf = (
  operator: Operator,
  leaves: Leaves,
  outputs: number,
): readonly ReadonlyMap<string, Node>[] => {
  const list = (name: string) => numbersOf(operator, `nodes_${name}`);
  const [trees, ids, features, thresholds] = [
    list("treeids"),
    list("nodeids"),
    list("featureids"),
    list("values"),
  ];
  const [whenTrue, whenFalse] = [list("truenodeids"), list("falsenodeids")];
  const missing = list("missing_value_tracks_true");
  const modes = textsIn(operator, "nodes_modes");
  const lists = [ids, features, thresholds, whenTrue, whenFalse, modes];
  if (lists.some(({ length }) => length !== trees.length)) refuse("has trees that are not whole");
  if (thresholds.some(Number.isNaN)) refuse("has thresholds that are not numbers");
  const byTree = new Map<number, Map<string, Node>>();
  trees.forEach((tree, i) => {
    const own = byTree.get(tree) ?? new Map<string, Node>();
    byTree.set(tree, own);
    const key = keyOf(tree, ids[i]!);
    if (modes[i] === "LEAF") {
      const answer = leaves.get(key) ?? Array.from({ length: outputs }, () => 0);
      own.set(key, { mode: "LEAF", answer });
      return;
    }
    own.set(key, {
      mode:
        MODES.find((mode) => modes[i] === `BRANCH_${mode}`) ??
        refuse(`has trees with ${modes[i]!}`),
      column: features[i]!,
      values: [thresholds[i]!],
      missingTrue: missing[i] === 1,
      whenTrue: keyOf(tree, whenTrue[i]!),
      whenFalse: keyOf(tree, whenFalse[i]!),
    });
  });
  return [...byTree.values()];
};

const leavesOf = (operator: Operator, of: "class" | "target", outputs: number): Leaves => {
  const list = (name: string) => numbersOf(operator, `${of}_${name}`);
  const [trees, nodes, ids, weights] = [
    list("treeids"),
    list("nodeids"),
    list("ids"),
    list("weights"),
  ];
  if ([trees, nodes, ids].some(({ length }) => length !== weights.length))
    refuse("has leaves that are not whole");
  const leaves = new Map<string, number[]>();
  weights.forEach((weight, i) => {
    const key = keyOf(trees[i]!, nodes[i]!);
    const own = leaves.get(key) ?? Array.from({ length: outputs }, () => 0);
    const output = outputs === 1 ? 0 : ids[i]!;
    own[output] = (own[output] ?? refuse("has leaves of other outputs")) + weight;
    leaves.set(key, own);
  });
  return leaves;
};
