import { expect, test } from "@jest/globals";
import type { ManifestFeature } from "@despliega/storage";
import { signatureChange } from "@despliega/trainer/release/signature-change.js";

const feature = (rest: Partial<ManifestFeature>): ManifestFeature => ({
  name: "x",
  type: "number",
  description: "One.",
  missing: "refused",
  mean: 0,
  ...rest,
});
const category = (categories: string[], unseen: "refused" | "other" = "refused") =>
  feature({ type: "category", categories, unseen });

const isRetyped = (before: ManifestFeature, after: ManifestFeature): boolean =>
  signatureChange({ version: "20260131T235959Z-00000001", features: [before] }, [after])
    ?.retyped[0] === "x";

test.each<[string, ManifestFeature, ManifestFeature, boolean]>([
  ["a category that is gone", category(["a", "b"]), category(["b"]), true],
  ["a category more", category(["a"]), category(["b", "a"]), false],
  [
    "a category that is gone, and counts as other",
    category(["a"]),
    category(["b"], "other"),
    false,
  ],
  ["names that were other and are refused", category(["a"], "other"), category(["a"]), true],
  ["a text where a number was", feature({}), category(["a"]), true],
  ["bounds where there were none", feature({}), feature({ bounds: { min: 0 } }), true],
  ["bounds that clip", feature({}), feature({ bounds: { min: 0, clip: true } }), false],
  [
    "wider bounds",
    feature({ bounds: { min: 0, max: 5 } }),
    feature({ bounds: { min: -1 } }),
    false,
  ],
  ["a listed number that is gone", feature({ values: [0, 1] }), feature({ values: [1] }), true],
  ["a listed number more", feature({ values: [0] }), feature({ values: [1, 0] }), false],
  ["a list where any number was", feature({}), feature({ values: [0, 1] }), true],
  [
    "bounds around what was listed",
    feature({ values: [0, 5] }),
    feature({ bounds: { min: 0, max: 5 } }),
    false,
  ],
  ["narrower bounds", feature({ bounds: { max: 5 } }), feature({ bounds: { max: 4 } }), true],
])("callers are told of %s exactly where they must change", (_, before, after, told) => {
  expect(isRetyped(before, after)).toBe(told);
});
