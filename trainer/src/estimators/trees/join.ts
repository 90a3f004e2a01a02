import type { Trees } from "@despliega/storage";

/** One tree, its arrays as in `Trees`. */
export type Tree = Omit<Trees, "features" | "trees">;

/** Puts the arrays of trees one behind the other. */
export const joinTrees = (features: number, trees: readonly Tree[]): Trees => ({
  features,
  trees: Uint32Array.from(trees, ({ feature }) => feature.length),
  feature: join(
    Int32Array,
    trees.map(({ feature }) => feature),
  ),
  threshold: join(
    Float64Array,
    trees.map(({ threshold }) => threshold),
  ),
  missingRight: join(
    Uint8Array,
    trees.map(({ missingRight }) => missingRight),
  ),
  sets: trees.flatMap(({ sets }) => sets),
  value: join(
    Float64Array,
    trees.map(({ value }) => value),
  ),
  cover: join(
    Float64Array,
    trees.map(({ cover }) => cover),
  ),
});

const join = <A extends Int32Array | Float64Array | Uint8Array>(
  make: new (length: number) => A,
  parts: readonly A[],
): A => {
  const joined = new make(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
};
