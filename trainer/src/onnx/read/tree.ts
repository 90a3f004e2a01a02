/** A way to test a number, by the numbers of `TreeEnsemble`. */
export const MODES = ["LEQ", "LT", "GTE", "GT", "EQ", "NEQ", "MEMBER"] as const;
export type Mode = (typeof MODES)[number];

/** A node with a test of one column. */
export interface InnerNode {
  readonly mode: Mode;
  readonly column: number;
  /** The threshold, or the members of a set. */
  readonly values: readonly number[];
  readonly missingTrue: boolean;
  readonly whenTrue: string;
  readonly whenFalse: string;
}

/** A node of a tree. A leaf has a number for each output. */
export type Node = InnerNode | { readonly mode: "LEAF"; readonly answer: readonly number[] };

/** The nodes of a tree level by level, so that both children of each are side by side. */
export type Tree = readonly Node[];

/** Whether the first child of a node in a `model.json` is the one that the file takes where its test is true. */
export const leftIsTrue = ({ mode }: InnerNode): boolean =>
  mode !== "GT" && mode !== "GTE" && mode !== "NEQ";

const TESTS: Readonly<Record<Mode, (x: number, values: readonly number[]) => boolean>> = {
  LEQ: (x, [at]) => x <= at!,
  LT: (x, [at]) => x < at!,
  GTE: (x, [at]) => x >= at!,
  GT: (x, [at]) => x > at!,
  EQ: (x, [at]) => x === at!,
  NEQ: (x, [at]) => x !== at!,
  MEMBER: (x, members) => members.includes(x),
};

/** Whether a number, or NaN for a missing one, leads to the first child. @param isFloat both are rounded first */
export const goesLeft = (node: InnerNode, x: number, isFloat: boolean): boolean => {
  const rounded = isFloat ? Math.fround(x) : x;
  const values = isFloat ? node.values.map(Math.fround) : node.values;
  const isTrue = (Number.isNaN(x) && node.missingTrue) || TESTS[node.mode](rounded, values);
  return isTrue === leftIsTrue(node);
};
