import { worthOf } from "./answer.js";
import type { Ground } from "./ground.js";
import { histogramBuilder, subtract, type Derivatives } from "./histogram.js";
import { histogramPool } from "./pool.js";
import { hessianOf, type Mass } from "./mass.js";
import { growingNodes, type GrowingNodes } from "./nodes.js";
import { nodeOpener } from "./open.js";
import { keepSplit } from "./keep-split.js";
import { newSplit, splitSearch, type SplitNode, type SplitRules } from "./split.js";

/** What all trees of a fit keep to. */
export interface GrowthRules extends SplitRules {
  readonly maxLeaves: number;
  readonly maxDepth: number;
}

/** The nodes of a tree that has grown, valid until the next one grows, and the rows in the order of its leaves. */
export interface Grown {
  readonly nodes: GrowingNodes;
  readonly rows: Uint32Array;
  readonly held: Uint32Array;
}

/**
 * Makes what grows tree after tree in the same memory, leaf by leaf: it splits the leaf whose split gains most until no
 * split gains or there are as many leaves as may be. Of two children only the smaller one is added up; the other one's
 * histogram is what is left of their parent's. (Ke et al., "LightGBM: A Highly Efficient Gradient Boosting Decision Tree",
 * 2017, section 2.)
 */
export const growTrees = (
  ground: Ground,
  mass: Mass,
  rules: GrowthRules,
): ((derivatives: Derivatives) => Grown) => {
  const { features, learned, order } = ground;
  const { maxLeaves, maxDepth, minLeaf, l2 } = rules;
  const nodes = growingNodes(maxLeaves);
  const places = Uint32Array.from(order, (_, place) => place);
  const [rows, held] = [places.slice(0, learned), places.slice(learned)];
  const { openRoot, openChildren } = nodeOpener(nodes, { rows, held }, ground, mass, l2);
  const build = histogramBuilder(ground);
  const pool = histogramPool(ground.entries);
  const best = newSplit();
  const given: SplitNode = {
    rows: 0,
    gradient: 0,
    mass: 0,
    hessian: 0,
    lower: 0,
    upper: 0,
    worth: 0,
  };
  const search = splitSearch(given, best, mass, rules);

  const sizeOf = (node: number): number => nodes.end[node]! - nodes.start[node]!;
  const mayGrow = (node: number): boolean =>
    nodes.depth[node]! < maxDepth && sizeOf(node) >= 2 * minLeaf;

  const findSplit = (node: number): void => {
    best.gain = 0;
    given.rows = sizeOf(node);
    given.gradient = nodes.gradient[node]!;
    given.mass = nodes.mass[node]!;
    given.hessian = hessianOf(mass, given.mass);
    given.lower = nodes.lower[node]!;
    given.upper = nodes.upper[node]!;
    const histogram = pool.of(node);
    given.worth = worthOf(given.gradient, given.hessian, l2, nodes.answer[node]!);
    for (let i = 0; i < features.length; i++) search(histogram, features[i]!, i);
    if (best.gain > 0) keepSplit(nodes, node, best, features[best.feature]!, histogram, mass);
    else pool.release(node);
  };

  /** The leaf whose split gains most, of equals the first; −1 where none gains. */
  const nextLeaf = (): number => {
    let next = -1;
    let most = 0;
    for (let node = 0; node < nodes.count; node++) {
      if (nodes.left[node] !== 0 || !(nodes.gain[node]! > most)) continue;
      next = node;
      most = nodes.gain[node]!;
    }
    return next;
  };

  const plantRoot = (derivatives: Derivatives): void => {
    rows.set(places.subarray(0, learned));
    held.set(places.subarray(learned));
    build(pool.take(0), derivatives, rows, 0, learned);
    openRoot(pool.of(0));
    if (mayGrow(0)) findSplit(0);
  };

  const splitChildren = (parent: number, derivatives: Derivatives): void => {
    const child = nodes.left[parent]!;
    const large = sizeOf(child) > sizeOf(child + 1) ? child : child + 1;
    const small = large === child ? child + 1 : child;
    if (!mayGrow(large)) return pool.release(parent);
    const added = pool.take(small);
    build(added, derivatives, rows, nodes.start[small]!, nodes.end[small]!);
    subtract(pool.move(parent, large), added);
    findSplit(large);
    if (mayGrow(small)) findSplit(small);
    else pool.release(small);
  };

  return (derivatives) => {
    plantRoot(derivatives);
    for (let leaves = 1; leaves < maxLeaves; leaves++) {
      const leaf = nextLeaf();
      if (leaf < 0) break;
      openChildren(leaf);
      if (leaves + 1 < maxLeaves) splitChildren(leaf, derivatives);
    }
    pool.releaseAll();
    return { nodes, rows, held };
  };
};
