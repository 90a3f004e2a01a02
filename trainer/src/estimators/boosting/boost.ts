import { growTrees, type GrowthRules } from "./grow.js";
import type { Ground } from "./ground.js";
import type { Loss } from "./loss.js";
import { massOf, toMasses } from "./mass.js";
import { roundToQuantum } from "./quantum.js";
import { addAnswers, treeOf, type BoostedTree } from "./tree.js";

/** How rounds follow each other. */
export interface BoostRules extends GrowthRules {
  readonly rounds: number;
  readonly learningRate: number;
  /** Rounds without a better loss on the rows that are held out, at most. Without such rows all rounds count. */
  readonly patience: number;
  /** Called with each tree. */
  readonly onTree: (tree: BoostedTree) => void;
}

/** What the rounds gave. */
export interface Boosted {
  /** One tree per output and round, up to the best round. */
  readonly trees: readonly BoostedTree[];
  /** The raw scores of all rows after the best round, in the order of the ground. */
  readonly scores: Float64Array;
}

/**
 * Adds trees round by round, one per output: each follows the gradient of the loss where the trees before it have led.
 * (Friedman, "Greedy Function Approximation: A Gradient Boosting Machine", 2001.) It ends when no split gains any more.
 */
export const boost = (ground: Ground, loss: Loss, rules: BoostRules): Boosted => {
  const { learned, order } = ground;
  const { outputs } = loss;
  const size = order.length;
  const mass = massOf(learned);
  const grow = growTrees(ground, mass, rules);
  const scores = new Float64Array(size * outputs);
  const gradients = new Float64Array(learned * outputs);
  const hessians = new Float64Array(learned * outputs);
  const parts = Array.from({ length: outputs }, (_, output) => ({
    scores: scores.subarray(output * size, (output + 1) * size).fill(loss.baseline[output]!),
    gradient: gradients.subarray(output * learned, (output + 1) * learned),
    mass: hessians.subarray(output * learned, (output + 1) * learned),
  }));
  const judged = learned < size;
  const trees: BoostedTree[] = [];
  const best = {
    loss: judged ? loss.heldOut(scores) : 0,
    round: 0,
    scores: judged ? scores.slice() : scores,
  };
  for (let round = 1; round <= rules.rounds; round++) {
    loss.differentiate(scores, gradients, hessians);
    let grew = false;
    for (const part of parts) {
      roundToQuantum(part.gradient);
      toMasses(mass, part.mass);
      const grown = grow(part);
      grew ||= grown.nodes.count > 1;
      const tree = treeOf(grown.nodes, ground, rules.learningRate);
      addAnswers(part.scores, grown, rules.learningRate);
      rules.onTree(tree);
      trees.push(tree);
    }
    const now = judged ? loss.heldOut(scores) : 0;
    if (judged && now < best.loss) {
      best.loss = now;
      best.round = round;
      best.scores.set(scores);
    }
    if (!grew || (judged && round - best.round >= rules.patience)) break;
  }
  return judged
    ? { trees: trees.slice(0, best.round * outputs), scores: best.scores }
    : { trees, scores };
};
