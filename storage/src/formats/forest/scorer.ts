import type { Feature } from "../feature.js";
import { scorerOfOne, scorerOfSeveral, type Scorer } from "../scorer.js";
import { linkNodes, type Nodes } from "../trees/nodes.js";
import type { Forest } from "./forest.js";
import { parseForest } from "./json.js";

/**
 * Loads the JSON of a forest. Each tree has its own branch for a missing value, so the fill of the manifest is not used.
 *
 * @throws `ZodError`, `RangeError`
 */
export const loadForest = (json: unknown, features: readonly Feature[]): Scorer => {
  const forest = parseForest(json);
  if (forest.features !== features.length)
    throw new RangeError(`A forest of ${forest.features} features for ${features.length}`);
  return forestScorer(forest);
};

/**
 * Makes the scorer of a forest. Its answers are the means of the answers of its trees.
 *
 * Contributions are on the scale of the answer; their origin is the forest's mean answer over its training rows. They
 * follow the row down each tree: every step to a child changes the mean of the training rows there, and the feature of the
 * step gets the difference (Saabas, "Interpreting random forests", 2014). Origin and contributions add up to the answer.
 */
export const forestScorer = (forest: Forest): Scorer => {
  const { outputs } = forest;
  const nodes = linkNodes(forest, outputs);
  const moves = (row: Float64Array, output: number) => contributionsOf(forest, nodes, row, output);
  return outputs === 1
    ? scorerOfOne({ score: scoreOf(nodes), contributions: (row) => moves(row, 0) })
    : scorerOfSeveral({ outputs, scores: scoresOf(nodes, outputs), contributions: moves });
};

const scoreOf = ({ roots, left, feature, threshold, next }: Nodes): Scorer["score"] => {
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

const scoresOf = (
  { roots, left, feature, mean, next }: Nodes,
  outputs: number,
): Scorer["scores"] => {
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
): Float64Array => {
  const moved = new Float64Array(features);
  for (const root of roots) {
    let node = root;
    for (let child = left[node]!; child !== 0; child = left[node]!) {
      const decided = feature[node]!;
      const reached = next(node, child, row[decided]!);
      const step = mean[reached * outputs + output]! - mean[node * outputs + output]!;
      moved[decided]! += step / roots.length;
      node = reached;
    }
  }
  return moved;
};
