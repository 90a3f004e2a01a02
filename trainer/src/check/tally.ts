import type { Comparison } from "./comparison.js";

/** What several comparisons of a kind found. */
export interface Tally {
  /** Most observations that one of them compared. */
  readonly observations: number;
  /** Features that moved: in how many observations at most, and by which changes. */
  readonly moved: ReadonlyMap<
    string,
    { readonly observations: number; readonly by: readonly string[] }
  >;
}

/** Puts comparisons together, each with the name of the change. Features in `unsteady` do not count. */
export const tally = (
  found: readonly (readonly [string, Comparison])[],
  unsteady: ReadonlySet<string>,
): Tally => {
  const moved = new Map<string, { observations: number; by: string[] }>();
  for (const [change, comparison] of found)
    for (const { name, observations } of comparison.moved) {
      if (unsteady.has(name)) continue;
      const before = moved.get(name) ?? { observations: 0, by: [] };
      moved.set(name, {
        observations: Math.max(before.observations, observations),
        by: [...new Set([...before.by, change])],
      });
    }
  return {
    observations: Math.max(0, ...found.map(([, { observations }]) => observations)),
    moved,
  };
};
