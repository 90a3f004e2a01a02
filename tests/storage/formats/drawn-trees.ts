import type { Trees } from "@despliega/storage";
import fc from "fast-check";

import { treesOf, type TreeNode } from "../../support/trees.js";

/** Trees of a few features, which a path asks about again and again; a threshold of NaN takes a set. */
const trees = (features: number, maxDepth: number): fc.Arbitrary<TreeNode[]> =>
  fc.array(
    fc.letrec<{ node: TreeNode }>((tie) => ({
      node: fc.oneof(
        { maxDepth, depthSize: "xlarge" },
        { weight: 1, arbitrary: fc.record({ value: fc.integer({ min: -9, max: 9 }), cover }) },
        {
          weight: 4,
          arbitrary: fc.record({
            feature: fc.nat(features - 1),
            threshold: fc.oneof(fc.integer({ min: -3, max: 3 }), fc.constant(NaN)),
            missing: fc.constantFrom("left" as const, "right" as const),
            left: tie("node"),
            right: tie("node"),
          }),
        },
      ),
    })).node,
    { minLength: 1, maxLength: 3 },
  );
const cover = fc.integer({ min: 1, max: 50 });
const set = fc.subarray([-3, -2, -1, 0, 1, 2, 3], { minLength: 1 });
/** A row of a few features, of which some are missing. */
export const drawnRow = (features: number): fc.Arbitrary<Float64Array> =>
  fc
    .array(fc.oneof({ weight: 4, arbitrary: fc.integer({ min: -4, max: 4 }) }, fc.constant(NaN)), {
      minLength: features,
      maxLength: features,
    })
    .map((values) => Float64Array.from(values));

/** Trees as arrays, each leaf with so many numbers. */
export const drawnTrees = (
  features: number,
  maxDepth: number,
  width: number,
): fc.Arbitrary<Trees> =>
  trees(features, maxDepth).chain((given) => {
    const made = treesOf(features, given);
    const count = made.threshold.filter(Number.isNaN).length;
    const numbers = made.value.length * width;
    return fc
      .record({
        sets: fc.array(set, { minLength: count, maxLength: count }),
        value: fc.array(fc.double({ min: 0, max: 1, noNaN: true }), {
          minLength: numbers,
          maxLength: numbers,
        }),
      })
      .map(({ sets, value }) => ({ ...made, sets, value: Float64Array.from(value) }));
  });
