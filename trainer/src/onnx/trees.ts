import type { Trees } from "@despliega/storage";

/** One of several trees, as {@link Trees} has all of them. */
export type Tree = Pick<Trees, "feature" | "threshold" | "missingRight" | "sets" | "value">;

/** Takes trees apart. @param width numbers in the answer of a leaf */
export function* eachTree(trees: Trees, width: number): Generator<Tree> {
  let [node, inner, leaf, set] = [0, 0, 0, 0];
  for (const size of trees.trees) {
    const feature = trees.feature.subarray(node, node + size);
    const tests = feature.reduce((sum, asked) => sum + (asked < 0 ? 0 : 1), 0);
    const threshold = trees.threshold.subarray(inner, inner + tests);
    const sets = threshold.reduce((sum, value) => sum + (Number.isNaN(value) ? 1 : 0), 0);
    const leaves = size - tests;
    yield {
      feature,
      threshold,
      missingRight: trees.missingRight.subarray(inner, inner + tests),
      sets: trees.sets.slice(set, set + sets),
      value: trees.value.subarray(leaf * width, (leaf + leaves) * width),
    };
    node += size;
    inner += tests;
    leaf += leaves;
    set += sets;
  }
}

/** A tree with a single answer. */
export const stumpOf = (value: number): Tree => ({
  feature: Int32Array.of(-1),
  threshold: new Float64Array(0),
  missingRight: new Uint8Array(0),
  sets: [],
  value: Float64Array.of(value),
});

/**
 * Puts trees together. As far as is known, one training row is in each leaf.
 *
 * @param features the number of features of a row
 */
export const joinTrees = (features: number, trees: readonly Tree[]): Trees => {
  const leaves = trees.flatMap(({ feature }) => [...feature].filter((asked) => asked < 0));
  return {
    features,
    trees: Uint32Array.from(trees, ({ feature }) => feature.length),
    feature: Int32Array.from(trees.flatMap(({ feature }) => [...feature])),
    threshold: Float64Array.from(trees.flatMap(({ threshold }) => [...threshold])),
    missingRight: Uint8Array.from(trees.flatMap(({ missingRight }) => [...missingRight])),
    sets: trees.flatMap(({ sets }) => sets),
    value: Float64Array.from(trees.flatMap(({ value }) => [...value])),
    cover: new Float64Array(leaves.length).fill(1),
  };
};
