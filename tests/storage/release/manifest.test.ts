import { beforeAll, describe, expect, test } from "@jest/globals";
import { Manifest, memoryBlobStore } from "@despliega/storage";

import { publishTiny } from "../../support/release.js";

describe("the manifest's schema", () => {
  let manifest: Manifest;
  beforeAll(async () => {
    manifest = await publishTiny(memoryBlobStore());
  });

  test("takes what was published, through JSON, unchanged", () => {
    expect(Manifest.parse(JSON.parse(JSON.stringify(manifest)))).toEqual(manifest);
  });

  const invalid: readonly (readonly [string, (manifest: Manifest) => unknown])[] = [
    ["an unknown field", (valid) => ({ ...valid, surprise: 1 })],
    ["another format", (valid) => ({ ...valid, format: "zip" })],
    ["a later format version", (valid) => ({ ...valid, formatVersion: 2 })],
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

  test.each(["user/:id", "/user/", "/../:id", "/user/:name", "/user?x=1", "//:id", ""])(
    "refuses the path %p",
    (path) => {
      const { serving } = manifest;
      if (serving.by !== "key") throw new Error("The tiny release is served by key");
      const paths = { ...serving.paths, features: path };
      const changed = { ...manifest, serving: { ...serving, paths } };
      expect(Manifest.safeParse(changed).success).toBe(false);
    },
  );
});
