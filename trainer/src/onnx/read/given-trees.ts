import { numbersOf, oneOf, textsIn } from "./attributes.js";
import { greatestUpTo, greatestBelow } from "./neighbours.js";
import type { Column, GivenTrees } from "./meaning.js";
import { refuse } from "./not-compiled.js";
import type { Operator } from "./onnx-graph.js";

/** What a leaf adds to each output, by its tree and node. */
type Leaves = ReadonlyMap<string, readonly number[]>;

/** Where the rows of a tree operator come from. */
interface Rows {
  readonly columns: readonly Column[];
  /** Whether features are rounded to single precision before they are compared. */
  readonly isFloat: boolean;
}

/**
 * Reads the trees of an operator.
 *
 * @param of the part of its attributes' names that says what leaves have: `class` or `target`
 * @param outputs 1 for a number and for the log-odds of two classes, or one for each class
 */
export const readTrees = (
  operator: Operator,
  rows: Rows,
  of: "class" | "target",
  outputs: number,
): GivenTrees => {
  if (rows.columns.some(({ scale, shift }) => scale !== 1 || shift !== 0))
    refuse("scales features before trees");
  const leaves = leavesOf(operator, of, outputs);
  const trees = nodesOf(operator).map(levelsOf);
  const baseline = numbersOf(operator, "base_values");
  if (baseline.length > 0 && baseline.length !== outputs)
    refuse("has base values of other outputs");
  const share =
    oneOf(operator, "aggregate_function", ["SUM", "AVERAGE"]) === "SUM" ? 1 : trees.length;
  const inner = trees.flat().filter((node) => node.mode !== "LEAF");
  const ends = trees.flat().filter((node) => node.mode === "LEAF");
  const asked = inner.map((node) => ({ node, column: columnOf(rows, node) }));
  return {
    kind: "trees",
    outputs,
    baseline: baseline.length > 0 ? baseline : Array.from({ length: outputs }, () => 0),
    trees: {
      features: rows.columns.length,
      trees: Uint32Array.from(trees, ({ length }) => length),
      feature: Int32Array.from(trees.flat(), (node) =>
        node.mode === "LEAF" ? -1 : columnOf(rows, node).feature,
      ),
      threshold: Float64Array.from(inner, (node) => thresholdOf(node, rows.isFloat)),
      sets: [],
      missingRight: Uint8Array.from(asked, ({ node, column }) =>
        goesRight(node, column, rows.isFloat) ? 1 : 0,
      ),
      value: Float64Array.from(
        ends.flatMap(({ key }) => leaves.get(key) ?? Array.from({ length: outputs }, () => 0)),
        (value) => value / share,
      ),
      cover: new Float64Array(ends.length).fill(1),
    },
  };
};

/** A node of a file. */
interface Node {
  readonly key: string;
  readonly mode: string;
  readonly column: number;
  readonly threshold: number;
  readonly whenTrue: string;
  readonly whenFalse: string;
  readonly missingTrue: boolean;
}

const keyOf = (tree: number, node: number): string => `${tree}/${node}`;

/** The nodes of each tree. */
const nodesOf = (operator: Operator): readonly (readonly Node[])[] => {
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
  const byTree = new Map<number, Node[]>();
  trees.forEach((tree, i) => {
    const own = byTree.get(tree) ?? [];
    byTree.set(tree, own);
    own.push({
      key: keyOf(tree, ids[i]!),
      mode: modes[i]!,
      column: features[i]!,
      threshold: thresholds[i]!,
      whenTrue: keyOf(tree, whenTrue[i]!),
      whenFalse: keyOf(tree, whenFalse[i]!),
      missingTrue: missing[i] === 1,
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

/** Whether the first child of a node in a `model.json` is the one that the file takes where its test is true. */
const LEFT_IS_TRUE: Readonly<Record<string, boolean>> = {
  BRANCH_LEQ: true,
  BRANCH_LT: true,
  BRANCH_GT: false,
  BRANCH_GTE: false,
};

const leftIsTrue = ({ mode }: Node): boolean =>
  LEFT_IS_TRUE[mode] ?? refuse(`has trees with ${mode}`);

/** The nodes of a tree level by level, and with that both children of each side by side. */
const levelsOf = (own: readonly Node[]): readonly Node[] => {
  const nodes = new Map(own.map((node) => [node.key, node]));
  const children = new Set(
    own.flatMap(({ mode, whenTrue, whenFalse }) => (mode === "LEAF" ? [] : [whenTrue, whenFalse])),
  );
  const levels = own.filter(({ key }) => !children.has(key));
  if (levels.length !== 1) refuse("has trees without one root");
  for (const node of levels) {
    if (node.mode === "LEAF") continue;
    const [left, right] = leftIsTrue(node)
      ? [node.whenTrue, node.whenFalse]
      : [node.whenFalse, node.whenTrue];
    for (const key of [left, right])
      levels.push(nodes.get(key) ?? refuse("has trees that are not whole"));
    if (levels.length > own.length) refuse("has trees that are not whole");
  }
  return levels;
};

const columnOf = ({ columns }: Rows, { column }: Node): Column =>
  columns[column] ?? refuse(`asks for column ${column + 1} of ${columns.length}`);

/** The largest number that goes left. */
const thresholdOf = ({ mode, threshold }: Node, isFloat: boolean): number =>
  mode === "BRANCH_LEQ" || mode === "BRANCH_GT"
    ? greatestUpTo(threshold, isFloat)
    : greatestBelow(threshold, isFloat);

/** Whether a missing value goes right: where its fill goes, or where the file says. */
const goesRight = (node: Node, { fill }: Column, isFloat: boolean): boolean =>
  fill === undefined ? node.missingTrue !== leftIsTrue(node) : fill > thresholdOf(node, isFloat);
