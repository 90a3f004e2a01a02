import { linkNodes, parseBoosting, parseForest, type ModelFormat } from "@despliega/storage";

/**
 * Counts how many rows come to each leaf of trees. A leaf to which none comes counts one, since every leaf of a
 * `model.json` has some.
 *
 * @param columns one array for each feature; NaN is a missing value
 * @returns the model with these numbers as `cover`; one without trees as it is
 */
export const countCovers = (
  estimator: ModelFormat,
  modelJson: object,
  columns: readonly Float64Array[],
): object => {
  if (estimator !== "forest" && estimator !== "boosting") return modelJson;
  const trees = estimator === "forest" ? parseForest(modelJson) : parseBoosting(modelJson);
  const width = trees.cover.length === 0 ? 1 : trees.value.length / trees.cover.length;
  const { roots, left, feature, next } = linkNodes(trees, width);
  const rows = columns[0]!.length;
  const counts = new Uint32Array(left.length);
  for (const root of roots)
    for (let row = 0; row < rows; row++) {
      let node = root;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, columns[feature[node]!]![row]!);
      counts[node] = counts[node]! + 1;
    }
  const cover = [...counts.filter((_, node) => left[node] === 0)].map((count) =>
    Math.max(1, count),
  );
  return { ...modelJson, cover };
};
