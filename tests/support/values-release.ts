import { boostingJson, type Boosting, type ManifestFeature, type Value } from "@despliega/storage";

import type { TinyRelease } from "./release.js";
import { treesOf, type TreeNode } from "./trees.js";

const feature = (
  name: string,
  type: ManifestFeature["type"],
  rest: Partial<ManifestFeature> = {},
): ManifestFeature => ({ name, type, description: name, missing: "refused", mean: 0, ...rest });

/** Features of every type: two categories, a boolean, and numbers with bounds that refuse and that clip. */
export const FEATURES: readonly ManifestFeature[] = [
  feature("region", "category", { categories: ["León", 'a, "b"', "Ávila"], unseen: "refused" }),
  feature("colour", "category", { categories: ["blue", "red"], unseen: "other", missing: "kept" }),
  feature("member", "boolean", { missing: "kept" }),
  feature("age", "integer", { bounds: { min: 0, max: 120 } }),
  feature("amount", "number", { bounds: { min: -1, max: 10, clip: true }, missing: "kept" }),
  feature("visits", "integer", { range: [0, 20] }),
];

/** The names of the features, in their order. */
export const VALUE_NAMES = FEATURES.map(({ name }) => name);

const stump = (
  at: number,
  threshold: number,
  [left, right]: readonly [number, number],
): TreeNode => ({
  feature: at,
  threshold,
  missing: "right",
  left: { value: left, cover: 1 },
  right: { value: right, cover: 1 },
});

/** One tree for each feature, whose answers add up to a number that tells all of them. */
const BOOSTING: Boosting = {
  task: "regression",
  baseline: Float64Array.of(0),
  ...treesOf(
    FEATURES.length,
    [
      stump(0, NaN, [1, 2]),
      stump(1, NaN, [10, 20]),
      stump(2, 0.5, [100, 200]),
      stump(3, 40, [1_000, 2_000]),
      stump(4, 9.5, [10_000, 20_000]),
      stump(5, 30, [100_000, 200_000]),
    ],
    [
      [0, 2],
      [1, 2],
    ],
  ),
};

/** Entities that are served by key: those of the features' values in their order. */
export const ENTITIES: Readonly<Record<string, readonly Value[]>> = {
  1: ["León", "red", true, 40, 9.5, 30],
  2: ['a, "b"', null, null, 41, null, 31],
  3: ["Ávila", "blue", false, 120, 10, 0],
};

/** A tiny release with features of every type. */
export const VALUES: TinyRelease = {
  model: "things",
  other: { estimator: "boosting", json: boostingJson(BOOSTING) },
  users: Object.entries(ENTITIES),
  description: {
    task: "regression",
    features: [...FEATURES],
    serving: {
      by: "key",
      keys: [{ name: "id", type: "integer" }],
      paths: { features: "/thing/:id", prediction: "/thing/:id/price" },
      answer: "price",
    },
  },
};
