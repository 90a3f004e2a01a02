import { beforeAll, describe, expect, test } from "@jest/globals";
import { Manifest, memoryBlobStore } from "@despliega/storage";

import { BY_CODE, BY_ROUTE, IN_BODY, publishTiny } from "../../support/release.js";

const withPart =
  (part: { readonly name: string; readonly folder: string }) =>
  (valid: Manifest): unknown => ({
    ...valid,
    parts: [...valid.parts, { ...part, bytes: 0, sha256: "0".repeat(64) }],
  });

const CATEGORY = { type: "category", categories: ["a"], unseen: "refused" } as const;

/** One feature, which may not be missing, with these fields. */
const withFeature =
  (change: object) =>
  (valid: Manifest): unknown => ({
    ...valid,
    features: [
      { name: "x", type: "number", description: "", missing: "refused", mean: 0, ...change },
    ],
  });

const INTERVAL = {
  level: 0.8,
  by: "factor",
  at: [1, 10],
  lower: [0.5, 0.6],
  upper: [2, 1.8],
} satisfies Manifest["interval"];

describe("the manifest's schema", () => {
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await publishTiny(memoryBlobStore());
  });

  test("accepts a published manifest, and returns it unchanged", () => {
    expect(Manifest.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  test("drops an unknown field", () => {
    const parts = manifest.parts.map((part) => ({ ...part, surprise: 1 }));
    const lineage = { ...manifest.lineage, surprise: 1 };
    expect(Manifest.parse({ ...manifest, surprise: 1, parts, lineage })).toEqual(manifest);
  });

  test("accepts names of classes, and an empty list of needs", () => {
    const classes = ["paid back", "gone bad"];
    expect(Manifest.parse({ ...manifest, classes, needs: [] })).toEqual({
      ...manifest,
      classes,
      needs: [],
    });
  });

  test.each([
    ["a category", CATEGORY],
    ["a boolean", { type: "boolean" }],
    ["bounds", { bounds: { min: 1, clip: true } }],
  ])("accepts %s", (_, change) => {
    expect(Manifest.safeParse(withFeature(change)(manifest)).success).toBe(true);
  });

  test.each([
    ["an interval", { description: { interval: INTERVAL } }, ["local-interval"]],
    ["a key of text", BY_CODE, ["text-keys"]],
    ["several keys", BY_ROUTE, ["text-keys"]],
    ["a key in a body", IN_BODY, ["text-keys"]],
    ["one whole number", {}, undefined],
  ])("says what a reader must understand of %s", async (_, tiny, needs) => {
    expect((await publishTiny(memoryBlobStore(), tiny)).needs).toEqual(needs);
  });

  const invalid: readonly (readonly [string, (manifest: Manifest) => unknown])[] = [
    ["what a reader must understand and does not", (valid) => ({ ...valid, needs: ["telepathy"] })],
    ["classes of a regression", (valid) => ({ ...valid, task: "regression", classes: ["a", "b"] })],
    ["one class only", (valid) => ({ ...valid, classes: ["a"] })],
    ["a class twice", (valid) => ({ ...valid, classes: ["a", "a"] })],
    ["another format", (valid) => ({ ...valid, format: "zip" })],
    ["a later format version", (valid) => ({ ...valid, formatVersion: 3 })],
    ["an earlier one that nobody upgraded", (valid) => ({ ...valid, formatVersion: 1 })],
    ...(
      [
        ["a category without categories", { type: "category", unseen: "refused" }],
        ["a category twice", { ...CATEGORY, categories: ["a", "a"] }],
        ["a category without a name", { ...CATEGORY, categories: [""] }],
        ["too many categories", { ...CATEGORY, categories: Array.from({ length: 1001 }, String) }],
        ["a category with bounds", { ...CATEGORY, bounds: { min: 1 } }],
        ["a category that a number fills", { ...CATEGORY, missing: { fill: 1 } }],
        ["a number with categories", { categories: ["a"] }],
        ["a boolean with categories", { type: "boolean", unseen: "other" }],
      ] as const
    ).map(([name, change]) => [name, withFeature(change)] as const),
    ["no features", (valid) => ({ ...valid, features: [] })],
    ["an infinite metric", (valid) => ({ ...valid, metrics: { rocAuc: Infinity } })],
    ["an unknown estimator", (valid) => ({ ...valid, estimator: "oracle" })],
    ["a model name with a path", (valid) => ({ ...valid, model: "a/b" })],
    ["a version with a path", (valid) => ({ ...valid, version: "../x" })],
    [
      "a champion with a path for its version",
      (valid) => ({ ...valid, champion: { version: "../x", metrics: {} } }),
    ],
    ["a part twice", (valid) => ({ ...valid, parts: [...valid.parts, ...valid.parts] })],
    ...["../x.csv", "a/x.csv", "x", ".csv", "X.csv", "x.csv.", "x..csv", "manifest.json", ""].map(
      (name) => [`the part ${JSON.stringify(name)}`, withPart({ name, folder: "output" })] as const,
    ),
    ...["", ".", "..", "input", "output/..", "train_models/riesgo"].map(
      (folder) =>
        [`a part in ${JSON.stringify(folder)}`, withPart({ name: "x.csv", folder })] as const,
    ),
    ["identities among the data", withPart({ name: "identities.csv", folder: "output" })],
    [
      "a part with a negative size",
      (valid) => ({ ...valid, parts: valid.parts.map((part) => ({ ...part, bytes: -1 })) }),
    ],
    [
      "a feature's name that is not an identifier",
      (valid) => ({ ...valid, features: valid.features.map((one) => ({ ...one, name: "a b" })) }),
    ],
  ];
  test.each(invalid)("refuses %s", (_, change) => {
    expect(Manifest.safeParse(change(manifest)).success).toBe(false);
  });

  test.each([
    "user/:id",
    "/user/",
    "/../:id",
    "/user/:name",
    "/user?x=1",
    "//:id",
    "",
    "/user",
    "/user/:id/:id",
  ])("refuses the path %p", (path) => {
    const { serving } = manifest;
    if (serving.by !== "key") throw new Error("The tiny release is served by key");
    const paths = { ...serving.paths, features: path };
    const changed = { ...manifest, serving: { ...serving, paths } };
    expect(Manifest.safeParse(changed).success).toBe(false);
  });
});
