import { numbersOf, wholeOf } from "./attributes.js";
import type { Columns, GivenTrees } from "./meaning.js";
import { refuse } from "./not-compiled.js";
import type { Operator } from "./onnx-graph.js";
import { levelsFrom } from "./tree-of.js";
import { MODES, type Node, type Tree } from "./tree.js";

const AVERAGE = 0;
const SUM = 1;
const MEMBER = MODES.indexOf("MEMBER");

/** Reads the trees of the operator `TreeEnsemble`, which has them since version 5 of `ai.onnx.ml`. */
export const readTreeEnsemble = (operator: Operator, rows: Columns): GivenTrees => {
  const outputs = wholeOf(operator, "n_targets", 1);
  const aggregate = wholeOf(operator, "aggregate_function", SUM);
  if (aggregate !== SUM && aggregate !== AVERAGE)
    refuse("takes the least or the largest answer of its trees");
  if (wholeOf(operator, "post_transform", 0) !== 0)
    refuse("has TreeEnsemble with a transform of its sums");
  const nodes = nodesOf(operator, outputs);
  const roots = numbersOf(operator, "tree_roots");
  // Each node is of one tree alone.
  let left = nodes.size;
  const trees = roots.map((root) => {
    const tree = levelsFrom(innerKey(root), nodes);
    left -= tree.length;
    if (left < 0) refuse("has trees that are not whole");
    return constantOf(tree) ?? tree;
  });
  const baseline = Array.from({ length: outputs }, () => 0);
  const share = aggregate === SUM ? undefined : roots.length;
  return { kind: "trees", trees, rows, outputs, baseline, share };
};

const innerKey = (node: number): string => `${node}`;
const leafKey = (leaf: number): string => `leaf ${leaf}`;

const nodesOf = (operator: Operator, outputs: number): ReadonlyMap<string, Node> => {
  const list = (name: string) => numbersOf(operator, `nodes_${name}`);
  const [features, modes, splits] = [list("featureids"), list("modes"), list("splits")];
  const [whenTrue, whenFalse] = [list("truenodeids"), list("falsenodeids")];
  const [trueLeafs, falseLeafs] = [list("trueleafs"), list("falseleafs")];
  const missing = list("missing_value_tracks_true");
  const lists = [modes, splits, whenTrue, whenFalse, trueLeafs, falseLeafs];
  if (lists.some(({ length }) => length !== features.length))
    refuse("has trees that are not whole");
  const child = (node: number, isLeaf: number) => (isLeaf === 1 ? leafKey(node) : innerKey(node));
  const sets = setsOf(numbersOf(operator, "membership_values"));
  const nodes = new Map<string, Node>(leavesOf(operator, outputs));
  features.forEach((column, i) => {
    nodes.set(innerKey(i), {
      mode: MODES[modes[i]!] ?? refuse(`has trees with the test ${modes[i]!}`),
      column,
      values: modes[i] === MEMBER ? (sets.next().value ?? []) : [splits[i]!],
      missingTrue: missing[i] === 1,
      whenTrue: child(whenTrue[i]!, trueLeafs[i]!),
      whenFalse: child(whenFalse[i]!, falseLeafs[i]!),
    });
  });
  return nodes;
};

const leavesOf = (operator: Operator, outputs: number): readonly (readonly [string, Node])[] => {
  const targets = numbersOf(operator, "leaf_targetids");
  const weights = numbersOf(operator, "leaf_weights");
  if (targets.length !== weights.length) refuse("has leaves that are not whole");
  return weights.map((weight, i) => {
    const target = targets[i]!;
    if (target >= outputs) refuse("has leaves of other outputs");
    const answer = Array.from({ length: outputs }, (_, output) => (output === target ? weight : 0));
    return [leafKey(i), { mode: "LEAF", answer }];
  });
};

/** The sets of values, each of which ends with NaN. */
function* setsOf(members: readonly number[]): Generator<readonly number[], undefined> {
  let set: number[] = [];
  for (const member of members) {
    if (!Number.isNaN(member)) {
      set.push(member);
      continue;
    }
    yield set;
    set = [];
  }
  return undefined;
}

/** The operator knows no tree of one leaf, so that such a tree has a test whose both ways lead to the same answer. */
const constantOf = ([root, one, other, ...rest]: Tree): Tree | undefined => {
  if (root?.mode === "LEAF" || one?.mode !== "LEAF" || other?.mode !== "LEAF" || rest.length > 0)
    return undefined;
  return one.answer.every((value, at) => value === other.answer[at]) ? [one] : undefined;
};
