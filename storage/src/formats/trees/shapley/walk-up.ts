import { WALK_POINTS, type Ground, type Walk } from "./walk.js";

/**
 * Adds the leaves below each node of a tree, after `walkDown`, and with them the tree's share of each feature's Shapley
 * value.
 *
 * A feature gets the products of its leaves times (1 − R)/x, where R is one over its last factor on the path. Along the path
 * that is the sum of the changes of R, so each test adds its own change.
 */
export const walkUp = (ground: Ground, { tree }: Walk, into: Float64Array): void => {
  const { products, inverses, failed } = ground;
  const { roots, left, feature } = ground.nodes;
  const { previous, ends } = ground.paths;
  const root = roots[tree]!;
  for (let node = ends[tree]! - 1; node >= root; node--) {
    const child = left[node]!;
    if (child === 0) continue;
    const own = (node - root) * WALK_POINTS;
    const first = (child - root) * WALK_POINTS;
    add(products, own, first);
    add(products, own + 1, first + 1);
    add(products, own + 2, first + 2);
    add(products, own + 3, first + 3);
    const before = previous[node]!;
    if (failed[before] === 1) continue;
    const earlier = before * WALK_POINTS;
    const asked = feature[node]!;
    into[asked] =
      into[asked]! +
      moved(products, inverses, earlier, first) +
      moved(products, inverses, earlier + 1, first + 1) +
      moved(products, inverses, earlier + 2, first + 2) +
      moved(products, inverses, earlier + 3, first + 3);
  }
};

const add = (products: Float64Array, own: number, first: number): void => {
  products[own] = products[first]! + products[first + WALK_POINTS]!;
};

/** How far a node's test moves the sum of its leaves, at a point. */
const moved = (
  products: Float64Array,
  inverses: Float64Array,
  earlier: number,
  first: number,
): number => {
  const second = first + WALK_POINTS;
  const inverse = inverses[earlier]!;
  return (
    products[first]! * (inverse - inverses[first]!) +
    products[second]! * (inverse - inverses[second]!)
  );
};
