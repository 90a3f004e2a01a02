import { z } from "zod";

import { MAX_FEATURES, type Trees } from "./trees.js";

const count = z.int().positive();

/** Finite numbers. */
export const numbers = z.array(z.number());

/**
 * The fields of trees in a `model.json`. Arrays are plain numbers: most are small integers or
 * short decimals, which take fewer bytes than base64 of a fixed width. JavaScript reads each back to the same bits, and
 * people can read them.
 */
export const treeFields = {
  features: count.max(MAX_FEATURES),
  trees: z.array(count),
  feature: z.array(z.int().min(-1)),
  /** null where a set of values goes left. */
  threshold: z.array(z.number().nullable()),
  missingRight: z.array(z.union([z.literal(0), z.literal(1)])),
  value: numbers,
  cover: z.array(count),
};

/** The values that go left of each inner node without a threshold. */
export const treeSets = z.array(
  numbers.min(1).refine((values) => values.every((value, i) => i === 0 || values[i - 1]! < value), {
    error: "must be rising values",
  }),
);

const Fields = z.object({ ...treeFields, sets: treeSets.optional() });
type Fields = z.infer<typeof Fields>;

/** Writes trees. */
export const treesJson = (trees: Trees): Fields & { sets: number[][] } => ({
  features: trees.features,
  trees: [...trees.trees],
  feature: [...trees.feature],
  threshold: Array.from(trees.threshold, (value) => (Number.isNaN(value) ? null : value)),
  missingRight: Array.from(trees.missingRight, (right) => (right === 0 ? 0 : 1)),
  value: [...trees.value],
  cover: [...trees.cover],
  sets: trees.sets.map((values) => [...values]),
});

/**
 * Makes trees of their fields, and checks that every tree is complete, so that scoring always ends at a leaf.
 *
 * @param width numbers in the answer of a leaf
 * @throws `RangeError` for arrays that are no trees
 */
export const treesOf = (given: Fields, width: number): Trees => {
  const trees: Trees = {
    features: given.features,
    trees: Uint32Array.from(given.trees),
    feature: Int32Array.from(given.feature),
    threshold: Float64Array.from(given.threshold, (value) => value ?? NaN),
    sets: given.sets ?? [],
    missingRight: Uint8Array.from(given.missingRight),
    value: Float64Array.from(given.value),
    cover: Float64Array.from(given.cover),
  };
  checkLengths(trees, given.trees, width);
  checkNodes(trees);
  if (given.feature.some((feature) => feature >= given.features))
    throw new RangeError(`A node asks for a feature beyond the ${given.features} that there are`);
  return trees;
};

const checkLengths = (
  { feature, threshold, sets, missingRight, value, cover }: Trees,
  trees: readonly number[],
  width: number,
): void => {
  const nodes = trees.reduce((sum, size) => sum + size, 0);
  const leaves = feature.reduce((sum, asked) => sum + (asked < 0 ? 1 : 0), 0);
  const whole =
    feature.length === nodes &&
    threshold.length === nodes - leaves &&
    missingRight.length === nodes - leaves &&
    value.length === leaves * width &&
    cover.length === leaves;
  if (!whole) throw new RangeError("The arrays of the trees do not have as many entries as nodes");
  const without = threshold.filter(Number.isNaN).length;
  if (sets.length !== without)
    throw new RangeError(`${sets.length} sets for ${without} nodes without a threshold`);
};

/** Every node but the root must be the child of an earlier inner node, and every inner node must have both children. */
const checkNodes = ({ trees, feature }: Trees): void => {
  let node = 0;
  trees.forEach((size, tree) => {
    let known = 1;
    for (let i = 0; i < size; i++, node++) {
      if (i >= known) throw new RangeError(`Tree ${tree} has nodes that nothing leads to`);
      if (feature[node]! >= 0) known += 2;
    }
    if (known !== size) throw new RangeError(`Tree ${tree} lacks nodes that others lead to`);
  });
};
