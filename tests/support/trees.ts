import type { Forest, Trees } from "@despliega/storage";

/** A tree as a person would draw it. */
export type TreeNode = Leaf | Inner;

/** An answer, and how many training rows came to it. */
export interface Leaf {
  readonly value: number;
  readonly cover: number;
}

/** A question: values up to the threshold go left. */
export interface Inner {
  readonly feature: number;
  readonly threshold: number;
  readonly missing: "left" | "right";
  readonly left: TreeNode;
  readonly right: TreeNode;
}

/** Makes a forest of drawn trees. */
export const forestOf = (task: Forest["task"], ...trees: Parameters<typeof treesOf>): Forest => ({
  task,
  outputs: 1,
  ...treesOf(...trees),
});

/** Makes the arrays of drawn trees. A threshold of NaN takes the next of the sets. */
export const treesOf = (
  features: number,
  trees: readonly TreeNode[],
  sets: Trees["sets"] = [],
): Trees => {
  const levels = trees.map(levelOrder);
  const nodes = levels.flat();
  const inner = nodes.filter(isInner);
  const leaves = nodes.filter((node): node is Leaf => !isInner(node));
  return {
    features,
    trees: Uint32Array.from(levels, ({ length }) => length),
    feature: Int32Array.from(nodes, (node) => (isInner(node) ? node.feature : -1)),
    threshold: Float64Array.from(inner, ({ threshold }) => threshold),
    sets,
    missingRight: Uint8Array.from(inner, ({ missing }) => (missing === "right" ? 1 : 0)),
    value: Float64Array.from(leaves, ({ value }) => value),
    cover: Float64Array.from(leaves, ({ cover }) => cover),
  };
};

const levelOrder = (root: TreeNode): TreeNode[] => {
  const nodes = [root];
  for (const node of nodes) if (isInner(node)) nodes.push(node.left, node.right);
  return nodes;
};

/** What a drawn tree answers, found by going down from question to question. */
export const answerOf = (node: TreeNode, row: ArrayLike<number>): number => {
  if (!isInner(node)) return node.value;
  const x = row[node.feature]!;
  const left = Number.isNaN(x) ? node.missing === "left" : x <= node.threshold;
  return answerOf(left ? node.left : node.right, row);
};

/** Draws the only tree of a forest from its arrays. */
export const drawTree = (
  forest: Pick<Forest, "feature" | "threshold" | "missingRight" | "value" | "cover">,
): TreeNode => {
  const { feature, threshold, missingRight, value, cover } = forest;
  const innerBefore = (node: number) => feature.subarray(0, node).filter((f) => f >= 0).length;
  const draw = (node: number): TreeNode => {
    const inner = innerBefore(node);
    const leaf = node - inner;
    if (feature[node]! < 0) return { value: value[leaf]!, cover: cover[leaf]! };
    return {
      feature: feature[node]!,
      threshold: threshold[inner]!,
      missing: missingRight[inner] === 1 ? "right" : "left",
      left: draw(2 * inner + 1),
      right: draw(2 * inner + 2),
    };
  };
  return draw(0);
};

export const isInner = (node: TreeNode): node is Inner => "left" in node;
