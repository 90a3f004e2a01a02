import { codesOf, type Trees } from "@despliega/storage";

import type { CategoryValue, Column, Columns, GivenFeature, GivenTrees } from "./meaning.js";
import { greatestBelow, greatestUpTo } from "./neighbours.js";
import { refuse } from "./not-compiled.js";
import { goesLeft, type InnerNode } from "./tree.js";

/** What a node tests in a `model.json`: values up to a threshold go left, or those of a set. */
interface Test {
  readonly feature: number;
  /** NaN where a set goes left. */
  readonly threshold: number;
  readonly set?: readonly number[];
  readonly missingRight: boolean;
}

/** Turns trees of a file into those of a `model.json`, whose leaves have a number for each output. As far as is known, one
 * training row is in each leaf. @throws NotCompiled */
export const treeArrays = (
  { trees, rows }: Pick<GivenTrees, "trees" | "rows">,
  features: readonly GivenFeature[],
): Trees => {
  const nodes = trees.flat();
  const tests = nodes.map((node) =>
    node.mode === "LEAF" ? undefined : testOf(node, rows, features),
  );
  const inner = tests.filter((test) => test !== undefined);
  const leaves = nodes.flatMap((node) => (node.mode === "LEAF" ? [node.answer] : []));
  return {
    features: features.length,
    trees: Uint32Array.from(trees, ({ length }) => length),
    feature: Int32Array.from(tests, (test) => test?.feature ?? -1),
    threshold: Float64Array.from(inner, ({ threshold }) => threshold),
    sets: inner.flatMap(({ set }) => (set === undefined ? [] : [set])),
    missingRight: Uint8Array.from(inner, ({ missingRight }) => Number(missingRight)),
    value: Float64Array.from(leaves.flat()),
    cover: new Float64Array(leaves.length).fill(1),
  };
};

const testOf = (node: InnerNode, rows: Columns, features: readonly GivenFeature[]): Test => {
  const column =
    rows.columns[node.column] ??
    refuse(`asks for column ${node.column + 1} of ${rows.columns.length}`);
  const feature = features[column.feature]!;
  if (column.kind === "names") return refuse(`gives trees the names of ${feature.name}`);
  return column.kind === "coded"
    ? testOfCodes(node, column, feature, rows.isFloat)
    : testOfNumbers(node, column, feature, rows.isFloat);
};

/** The values of a category: those of its codes, and at last a missing one. */
export const categoryValues = (feature: GivenFeature): readonly CategoryValue[] => [
  ...Array.from({ length: codesOf(feature)! }, (_, code) => ({
    name: feature.categories![code],
    code,
  })),
  { name: "", code: NaN },
];

const testOfCodes = (
  node: InnerNode,
  { feature, of }: Extract<Column, { kind: "coded" }>,
  given: GivenFeature,
  isFloat: boolean,
): Test => {
  const values = categoryValues(given);
  const left = values.filter((value) => goesLeft(node, of(value), isFloat));
  const set = left.map(({ code }) => code).filter((code) => !Number.isNaN(code));
  return { feature, ...testOfSet(set), missingRight: left.length === set.length };
};

/** No value is in an empty set, as none is up to a number below all codes. */
const testOfSet = (set: readonly number[]): Pick<Test, "threshold" | "set"> =>
  set.length === 0 ? { threshold: -Number.MAX_VALUE } : { threshold: NaN, set };

// Whole numbers from here on are rounded in single precision.
const WHOLE_FLOATS = 2 ** 24;

const testOfNumbers = (
  node: InnerNode,
  { feature, scale, shift, fill = NaN }: Extract<Column, { kind: "number" }>,
  { name, type }: GivenFeature,
  isFloat: boolean,
): Test => {
  if (scale !== 1 || shift !== 0) refuse("scales features before trees");
  const missingRight = !goesLeft(node, fill, isFloat);
  const { mode, values } = node;
  if (mode === "EQ" || mode === "NEQ" || mode === "MEMBER") {
    const exact = values.every((value) => Math.abs(value) < WHOLE_FLOATS) && type !== "number";
    if (isFloat && !exact) refuse(`compares ${name} in single precision for equality`);
    const set = [...new Set(values)].filter(Number.isFinite).toSorted((one, other) => one - other);
    return { feature, ...testOfSet(set), missingRight };
  }
  const greatest = mode === "LEQ" || mode === "GT" ? greatestUpTo : greatestBelow;
  return { feature, threshold: greatest(values[0]!, isFloat), missingRight };
};
