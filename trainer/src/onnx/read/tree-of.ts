import { refuse } from "./not-compiled.js";
import { leftIsTrue, type Node, type Tree } from "./tree.js";

/** Puts the nodes of a tree, by their keys, level by level. @throws NotCompiled where they make no tree */
export const treeOf = (nodes: ReadonlyMap<string, Node>): Tree => {
  const own = [...nodes];
  const children = new Set(
    own.flatMap(([, node]) => (node.mode === "LEAF" ? [] : [node.whenTrue, node.whenFalse])),
  );
  const roots = own.filter(([key]) => !children.has(key));
  if (roots.length !== 1) refuse("has trees without one root");
  return levelsFrom(roots[0]![0], nodes);
};

/** The nodes that a root leads to, level by level. @throws NotCompiled where they make no tree */
export const levelsFrom = (root: string, nodes: ReadonlyMap<string, Node>): Tree => {
  const node = (key: string): Node => nodes.get(key) ?? refuse("has trees that are not whole");
  const levels = [node(root)];
  for (const each of levels) {
    if (each.mode === "LEAF") continue;
    const { whenTrue, whenFalse } = each;
    const keys = leftIsTrue(each) ? [whenTrue, whenFalse] : [whenFalse, whenTrue];
    levels.push(...keys.map(node));
    if (levels.length > nodes.size) refuse("has trees that are not whole");
  }
  return levels;
};
