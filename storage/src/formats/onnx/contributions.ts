import type { Contributions } from "../scorer.js";
import type { Answers } from "./answers.js";

/** Features for which every set of them is asked. Beyond, orders of the features are drawn. */
const MOST_SETS = 8;

/** Orders that are drawn, each with its reverse. */
const ORDERS = 16;

/** Rows that are asked for the contributions of one. */
export const rowsOfContributions = (features: number): number =>
  features <= MOST_SETS ? 2 ** features : 2 * ORDERS * (features - 1) + 2;

/**
 * Measures how far each feature moves the answer of a model that tells only answers, from that to a usual row: its Shapley
 * value, where a feature that is not known has its usual value. (Štrumbelj and Kononenko, "Explaining prediction models
 * and individual predictions with feature contributions", 2014.) Up to 8 features it is exact; of more it is the mean over
 * drawn orders of the features, the same for every row, and adds up all the same.
 */
export const contributionsOf = (
  answers: Answers,
  usual: Float64Array,
  outputs: number,
): ((row: Float64Array, output: number) => Contributions) => {
  const features = usual.length;
  const steps = features <= MOST_SETS ? allSteps(features) : drawnSteps(features);
  return (row, output) => {
    const asked = new Float64Array(steps.sets.length * features);
    steps.sets.forEach((known, at) => {
      for (let i = 0; i < features; i++)
        asked[at * features + i] = known.has(i) ? row[i]! : usual[i]!;
    });
    const answered = new Float64Array(steps.sets.length * outputs);
    answers(asked, answered);
    const of = (set: number) => answered[set * outputs + output]!;
    const moved = new Float64Array(features);
    for (const { feature, from, to, weight } of steps.moves)
      moved[feature] = moved[feature]! + weight * (of(to) - of(from));
    return { base: of(0), moved, sum: of(steps.sets.length - 1) };
  };
};

/** Sets of known features, from none to all, and what knowing one more adds. */
interface Steps {
  readonly sets: readonly ReadonlySet<number>[];
  readonly moves: readonly {
    readonly feature: number;
    /** Places of sets. */
    readonly from: number;
    readonly to: number;
    readonly weight: number;
  }[];
}

const allSteps = (features: number): Steps => {
  const all = Array.from({ length: features }, (_, i) => i);
  const sets = Array.from(
    { length: 2 ** features },
    (_, set) => new Set(all.filter((i) => (set & (1 << i)) !== 0)),
  );
  const weightOf = (known: number): number => {
    // known! (features − known − 1)! / features!
    let weight = 1 / features;
    for (let i = 1; i <= known; i++) weight *= i / (features - i);
    return weight;
  };
  const moves = sets.flatMap((known, from) =>
    all
      .filter((feature) => !known.has(feature))
      .map((feature) => ({
        feature,
        from,
        to: from | (1 << feature),
        weight: weightOf(known.size),
      })),
  );
  return { sets, moves };
};

const drawnSteps = (features: number): Steps => {
  const all = Array.from({ length: features }, (_, i) => i);
  const draw = drawer();
  const orders = Array.from({ length: ORDERS }, () => shuffled(all, draw));
  const weight = 1 / (2 * ORDERS);
  const sets: ReadonlySet<number>[] = [new Set()];
  const last = 2 * ORDERS * (features - 1) + 1;
  const moves: Steps["moves"][number][] = [];
  for (const order of orders.flatMap((one) => [one, one.toReversed()])) {
    let from = 0;
    order.forEach((feature, i) => {
      const isLast = i === features - 1;
      if (!isLast) sets.push(new Set(order.slice(0, i + 1)));
      const to = isLast ? last : sets.length - 1;
      moves.push({ feature, from, to, weight });
      from = to;
    });
  }
  sets.push(new Set(all));
  return { sets, moves };
};

const shuffled = (
  values: readonly number[],
  draw: (below: number) => number,
): readonly number[] => {
  const order = [...values];
  for (let i = order.length - 1; i > 0; i--) {
    const at = draw(i + 1);
    [order[i], order[at]] = [order[at]!, order[i]!];
  }
  return order;
};

/** Draws the same whole numbers each time. (Park and Miller, "Random number generators", 1988.) */
const drawer = (): ((below: number) => number) => {
  let state = 1;
  return (below) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
};
