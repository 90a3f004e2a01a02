import type { Feature } from "../feature.js";
import { linkedScorer } from "../link.js";
import type { Contributions, OneSum, Scorer, SummedModel } from "../scorer.js";
import { linkNodes, type Nodes } from "../trees/nodes.js";
import type { Forest } from "./forest.js";
import { parseForest } from "./json.js";

/**
 * Loads the JSON of a forest. Each tree has its own branch for a missing value, so the fill of the manifest is not used.
 *
 * @throws `ZodError`, `RangeError`
 */
export const loadForest = (json: unknown, features: readonly Feature[]): SummedModel => {
  const forest = parseForest(json);
  if (forest.features !== features.length)
    throw new RangeError(`A forest of ${forest.features} features for ${features.length}`);
  return forestSums(forest);
};

/** Makes the scorer of a forest, by its own link. */
export const forestScorer = (forest: Forest): Scorer => linkedScorer(forestSums(forest));

/**
 * The sums of a forest are the means of the answers of its trees.
 *
 * Contributions start from the forest's mean answer over its training rows. They follow the row down each tree: every step
 * to a child changes the mean of the training rows there, and the feature of the step gets the difference (Saabas,
 * "Interpreting random forests", 2014).
 */
const forestSums = (forest: Forest): SummedModel => {
  const { outputs, task } = forest;
  const nodes = linkNodes(forest, outputs);
  const contributions = (row: Float64Array, output = 0) =>
    contributionsOf(forest, nodes, row, output);
  return outputs === 1
    ? { outputs: 1, link: "identity", task, sum: sumOf(nodes), contributions }
    : {
        outputs,
        link: "identity",
        task: "classification",
        sums: sumsOf(nodes, outputs),
        contributions,
      };
};

const sumOf = ({ roots, left, feature, threshold, next }: Nodes): OneSum["sum"] => {
  const trees = roots.length;
  return (row) => {
    let sum = 0;
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      sum += threshold[node]!;
    }
    return sum / trees;
  };
};

const sumsOf = ({ roots, left, feature, mean, next }: Nodes, outputs: number): Scorer["sums"] => {
  const trees = roots.length;
  return (row, into) => {
    into.fill(0, 0, outputs);
    for (let tree = 0; tree < trees; tree++) {
      let node = roots[tree]!;
      for (let child = left[node]!; child !== 0; child = left[node]!)
        node = next(node, child, row[feature[node]!]!);
      for (let at = 0; at < outputs; at++) into[at] = into[at]! + mean[node * outputs + at]!;
    }
    for (let at = 0; at < outputs; at++) into[at] = into[at]! / trees;
  };
};

const contributionsOf = (
  { features, outputs }: Forest,
  { roots, left, feature, mean, next }: Nodes,
  row: Float64Array,
  output: number,
): Contributions => {
  const moved = new Float64Array(features);
  const meanOf = (node: number) => mean[node * outputs + output]! / roots.length;
  let base = 0;
  let sum = 0;
  for (const root of roots) {
    let node = root;
    for (let child = left[node]!; child !== 0; child = left[node]!) {
      const decided = feature[node]!;
      const reached = next(node, child, row[decided]!);
      moved[decided]! += meanOf(reached) - meanOf(node);
      node = reached;
    }
    base += meanOf(root);
    sum += meanOf(node);
  }
  return { base, moved, sum };
};
