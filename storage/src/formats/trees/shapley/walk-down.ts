import { WALK_POINTS, type Ground, type Walk } from "./walk.js";

/**
 * Multiplies the factors on the path to each node of a tree: 1 − x where the row fails a test of a feature, or else
 * 1 + x · excess. A later test of a feature replaces the factor of an earlier one.
 */
export const walkDown = (ground: Ground, walk: Walk): void => {
  // Arrays in variables of the function stay in registers; those of an object are read again for each node.
  const { products, inverses, failed, width } = ground;
  const { roots, left, feature, threshold, next } = ground.nodes;
  const { previous, excess, answers, ends } = ground.paths;
  const { row, tree, output, weight, from } = walk;
  const { points, weights } = walk.rule;
  const root = roots[tree]!;
  const end = ends[tree]!;
  for (let at = 0; at < WALK_POINTS; at++)
    products[at] = (weight * weights[from + at]!) / points[from + at]!;
  const x0 = points[from]!;
  const x1 = points[from + 1]!;
  const x2 = points[from + 2]!;
  const x3 = points[from + 3]!;
  for (let node = root; node < end; node++) {
    const own = (node - root) * WALK_POINTS;
    const child = left[node]!;
    if (child === 0) {
      multiply(products, own, answers[node * width + output]!);
      continue;
    }
    const place = child - root;
    const before = previous[node]!;
    if (failed[before] === 1) {
      failed[place] = failed[place + 1] = 1;
      copy(products, own, place * WALK_POINTS);
      copy(products, own, (place + 1) * WALK_POINTS);
      continue;
    }
    const value = row[feature[node]!]!;
    const bound = threshold[node]!;
    const right = value <= bound ? 0 : value > bound ? 1 : next(node, child, value) - child;
    failed[place + right] = 0;
    failed[place + 1 - right] = 1;
    const more = excess[child + right]!;
    const passes = (place + right) * WALK_POINTS;
    const fails = (place + 1 - right) * WALK_POINTS;
    const earlier = before * WALK_POINTS;
    test(products, inverses, own, earlier, passes, fails, more, x0);
    test(products, inverses, own + 1, earlier + 1, passes + 1, fails + 1, more, x1);
    test(products, inverses, own + 2, earlier + 2, passes + 2, fails + 2, more, x2);
    test(products, inverses, own + 3, earlier + 3, passes + 3, fails + 3, more, x3);
  }
};

const multiply = (products: Float64Array, own: number, by: number): void => {
  products[own] = products[own]! * by;
  products[own + 1] = products[own + 1]! * by;
  products[own + 2] = products[own + 2]! * by;
  products[own + 3] = products[own + 3]! * by;
};

const copy = (products: Float64Array, own: number, to: number): void => {
  products[to] = products[own]!;
  products[to + 1] = products[own + 1]!;
  products[to + 2] = products[own + 2]!;
  products[to + 3] = products[own + 3]!;
};

/** The products of the child that passes a node's test and of the one that fails it, at a point x. */
const test = (
  products: Float64Array,
  inverses: Float64Array,
  own: number,
  earlier: number,
  passes: number,
  fails: number,
  more: number,
  x: number,
): void => {
  const factor = 1 + x * more;
  const product = products[own]! * inverses[earlier]!;
  products[passes] = product * factor;
  inverses[passes] = 1 / factor;
  products[fails] = product * (1 - x);
  inverses[fails] = 1 / (1 - x);
};
