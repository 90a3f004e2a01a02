import { describe, expect, test } from "@jest/globals";
import { binFeature } from "@despliega/trainer/estimators/trees/bins.js";
import { growTrees, type Ground } from "@despliega/trainer/estimators/forest/grow.js";
import { drawStream } from "@despliega/trainer/estimators/draw.js";
import fc from "fast-check";

import { drawTree, isInner, type TreeNode } from "../../../support/trees.js";

/** What a test gives; the rest is one tree on every row once, that tries every feature. */
interface Given extends Partial<Ground> {
  readonly columns: readonly (readonly number[])[];
  readonly y: readonly number[];
  /** How often each row was drawn. */
  readonly bag?: readonly number[];
}

const growOne = ({ columns, y, bag, ...rest }: Given) => {
  const gains = new Float64Array(columns.length);
  const grow = growTrees({
    features: columns.map((column) => ({
      ...binFeature(Float64Array.from(column), 255),
      unordered: false,
    })),
    outputs: 1,
    target: Float64Array.from(y),
    weights: new Float64Array(y.length).fill(1),
    maxDepth: Infinity,
    minLeaf: 1,
    featuresPerSplit: columns.length,
    ...rest,
  });
  const tree = grow(Uint16Array.from(bag ?? y.map(() => 1)), drawStream(1, 0), gains);
  return { tree: drawTree(tree), gains };
};

const leaf = (value: number, cover: number): TreeNode => ({ value, cover });

const inner = (
  [feature, threshold, missing]: readonly [number, number, "left" | "right"],
  left: TreeNode,
  right: TreeNode,
): TreeNode => ({ feature, threshold, missing, left, right });

describe("a tree", () => {
  test("splits two classes halfway between the values that part them", () => {
    const { tree, gains } = growOne({ columns: [[1, 2, 4, 5]], y: [0, 0, 1, 1] });
    expect(tree).toEqual(inner([0, 3, "left"], leaf(0, 2), leaf(1, 2)));
    expect(gains[0]).toBeCloseTo(1, 12); // four rows, each ½ from the mean
  });

  test("splits again where a side is mixed, and leaves the side that is pure", () => {
    const columns = [[1, 2, 3, 4, 5]];
    expect(growOne({ columns, y: [0, 1, 1, 0, 0] }).tree).toEqual(
      inner([0, 3.5, "left"], inner([0, 1.5, "right"], leaf(0, 1), leaf(1, 2)), leaf(0, 2)),
    );
  });

  test("chooses the feature that tells more, and is given what the split gains", () => {
    // The second feature leaves 1 of 6 rows on the wrong side, the first 2.
    const columns = [
      [0, 0, 1, 0, 1, 1],
      [0, 0, 0, 0, 1, 1],
    ];
    const { tree, gains } = growOne({ columns, y: [0, 0, 0, 1, 1, 1], maxDepth: 1 });
    expect(tree).toEqual(inner([1, 0.5, "left"], leaf(0.25, 4), leaf(1, 2)));
    // Sum of squares: 6 · ¼ before, 4 · 3/16 after.
    expect(gains[0]).toBe(0);
    expect(gains[1]).toBeCloseTo(0.75, 12);
  });

  test("splits where no single split gains anything, as in an exclusive or", () => {
    const columns = [
      [0, 0, 1, 1],
      [0, 1, 0, 1],
    ];
    const { tree } = growOne({ columns, y: [0, 1, 1, 0] });
    expect(isInner(tree) && isInner(tree.left) && isInner(tree.right)).toBe(true);
    const leaves = (node: TreeNode): number[] =>
      isInner(node) ? [...leaves(node.left), ...leaves(node.right)] : [node.value];
    expect(leaves(tree)).toEqual([0, 1, 1, 0]);
  });

  test("answers a regression with means, and splits by the sum of squares", () => {
    const { tree, gains } = growOne({ columns: [[1, 2, 3, 4]], y: [10, 12, 30, 36], maxDepth: 1 });
    expect(tree).toEqual(inner([0, 2.5, "left"], leaf(11, 2), leaf(33, 2)));
    expect(gains[0]).toBeCloseTo(504 - 20, 9);
  });

  test("counts a row as often as it was drawn, and leaves out what was not", () => {
    const given = { columns: [[1, 2, 3, 4]], y: [0, 1, 0, 1], bag: [3, 1, 0, 2], maxDepth: 0 };
    expect(growOne(given).tree).toEqual(leaf(0.5, 6));
    expect(growOne({ ...given, maxDepth: 1 }).tree).toEqual(
      inner([0, 1.5, "left"], leaf(0, 3), leaf(1, 3)),
    );
  });

  test("weighs rows in leaves and splits", () => {
    const given = { columns: [[1, 2, 3]], y: [0, 1, 0], maxDepth: 0 };
    const weights = Float64Array.of(1, 3, 4);
    expect(growOne({ ...given, weights }).tree).toEqual(leaf(3 / 8, 3));
    expect(growOne({ ...given, weights, maxDepth: 1 }).tree).toEqual(
      inner([0, 2.5, "left"], leaf(0.75, 2), leaf(0, 1)),
    );
  });

  test("has as many rows in each leaf as it must", () => {
    const given = { columns: [[1, 2, 3, 4, 5, 6]], y: [1, 0, 0, 0, 0, 0] };
    expect(growOne({ ...given, minLeaf: 3 }).tree).toEqual(
      inner([0, 3.5, "left"], leaf(1 / 3, 3), leaf(0, 3)),
    );
    expect(growOne({ ...given, minLeaf: 4 }).tree).toEqual(leaf(1 / 6, 6));
  });

  test("is one leaf where nothing varies", () => {
    expect(growOne({ columns: [[7, 7]], y: [0, 1] }).tree).toEqual(leaf(0.5, 2));
    expect(growOne({ columns: [[NaN, NaN]], y: [0, 1] }).tree).toEqual(leaf(0.5, 2));
    expect(growOne({ columns: [[1, 2]], y: [3.3, 3.3] }).tree).toEqual(leaf(3.3, 2));
  });

  test("goes on past features that are constant until one varies", () => {
    const columns = [
      [5, 5],
      [5, 5],
      [1, 2],
      [5, 5],
    ];
    expect(growOne({ columns, y: [0, 1], featuresPerSplit: 1 }).tree).toEqual(
      inner([2, 1.5, "left"], leaf(0, 1), leaf(1, 1)),
    );
  });
});

describe("missing values", () => {
  test("go to the side that they are like", () => {
    const columns = [[1, 2, 3, 4, NaN, NaN]];
    expect(growOne({ columns, y: [0, 0, 1, 1, 1, 1] }).tree).toEqual(
      inner([0, 2.5, "right"], leaf(0, 2), leaf(1, 4)),
    );
    expect(growOne({ columns, y: [0, 0, 1, 1, 0, 0] }).tree).toEqual(
      inner([0, 2.5, "left"], leaf(0, 4), leaf(1, 2)),
    );
  });

  test("go right alone where being missing is what tells", () => {
    const columns = [[1, 2, 3, NaN]];
    expect(growOne({ columns, y: [0, 0, 0, 1] }).tree).toEqual(
      inner([0, Number.MAX_VALUE, "right"], leaf(0, 3), leaf(1, 1)),
    );
  });

  test("that no row has go where more rows go", () => {
    const columns = [[1, 2, 3, 4, 5]];
    expect(growOne({ columns, y: [0, 1, 1, 1, 1] }).tree).toMatchObject({ missing: "right" });
    expect(growOne({ columns, y: [0, 0, 0, 0, 1] }).tree).toMatchObject({ missing: "left" });
  });
});

/** What is left of the sum of squares by the best split, tried one by one. */
const leastSquares = (columns: readonly (readonly number[])[], y: readonly number[]): number => {
  const squares = (rows: readonly number[]): number => {
    const mean = rows.reduce((sum, row) => sum + y[row]!, 0) / rows.length;
    return rows.reduce((sum, row) => sum + (y[row]! - mean) ** 2, 0);
  };
  const rows = y.map((_, row) => row);
  const tries = columns.flatMap((column) =>
    [...column.filter((x) => !Number.isNaN(x)), Infinity].flatMap((threshold) =>
      [true, false].map((missingLeft) => {
        const left = (row: number) =>
          Number.isNaN(column[row]!) ? missingLeft : column[row]! <= threshold;
        const sides = [rows.filter(left), rows.filter((row) => !left(row))];
        return sides.some((side) => side.length === 0)
          ? Infinity
          : squares(sides[0]!) + squares(sides[1]!);
      }),
    ),
  );
  return Math.min(...tries);
};

test("a split leaves no more than the best of all splits that there are", () => {
  const value = fc.oneof(fc.integer({ min: 0, max: 6 }), fc.constant(NaN));
  const data = fc.integer({ min: 2, max: 12 }).chain((rows) =>
    fc.record({
      columns: fc.array(fc.array(value, { minLength: rows, maxLength: rows }), {
        minLength: 1,
        maxLength: 3,
      }),
      y: fc.array(fc.integer({ min: 0, max: 4 }), { minLength: rows, maxLength: rows }),
    }),
  );
  fc.assert(
    fc.property(data, ({ columns, y }) => {
      const { tree, gains } = growOne({ columns, y, maxDepth: 1 });
      const best = leastSquares(columns, y);
      const mean = y.reduce((a, b) => a + b) / y.length;
      const all = y.reduce((sum, value) => sum + (value - mean) ** 2, 0);
      if (all === 0 || best === Infinity) expect(isInner(tree)).toBe(false);
      else expect(gains.reduce((a, b) => a + b)).toBeCloseTo(all - best, 9);
    }),
    { numRuns: 300 },
  );
});
