import { describe, expect, test } from "@jest/globals";
import { entityReader, Manifest, memoryBlobStore, openRelease } from "@despliega/storage";

import {
  NEW_USER,
  OF_NEW,
  publishTiny,
  USERS,
  WITH_QUESTION,
  type TinyRelease,
} from "../../support/release.js";

const openTiny = async (tiny: TinyRelease) => {
  const store = memoryBlobStore();
  const { model, version } = await publishTiny(store, tiny);
  return openRelease(store, model, version);
};

/** A row with values of the request in two of its places. */
const asked = (): Float64Array => Float64Array.of(-1, 250, -1, -1, 0);

describe("a release whose model is asked by key with features", () => {
  test("puts what it holds around them", async () => {
    const read = entityReader(await openTiny(WITH_QUESTION))!;
    const row = asked();
    const [loans, , age, years] = USERS[5008806];
    expect(read([5008806], row)).toBe("known");
    expect([...row]).toEqual([loans, 250, age, years, 0]);
  });

  test("knows nobody else, and leaves the row as it is", async () => {
    const read = entityReader(await openTiny(WITH_QUESTION))!;
    const row = asked();
    expect(read([1], row)).toBeUndefined();
    expect(row).toEqual(asked());
  });

  test("takes a key that it does not hold for an entity without history, where it says so", async () => {
    const release = await openTiny(OF_NEW);
    const row = asked();
    expect(entityReader(release)!(["MAD", 8], row)).toBe("new");
    expect([...row]).toEqual([0, 250, 40, NaN, 0]);
    expect(entityReader(release)!(["MAD", 7], row)).toBe("known");
    expect(release.manifest.needs).toEqual(["request-features", "unknown-entities", "text-keys"]);
  });

  test("has no reader of entities where rows are asked for", async () => {
    const serving = { by: "row", answer: "late" } as const;
    expect(entityReader(await openTiny({ description: { serving } }))).toBeUndefined();
  });
});

test.each([
  ["lacks a feature", { nb_previous_loans: 0, age: 40 }],
  ["has one more", { ...NEW_USER, size: 1 }],
  ["has a feature of the request", { ...NEW_USER, years_on_the_job: undefined, flag_own_car: 1 }],
  ["lacks a value that may not be missing", { ...NEW_USER, age: null }],
  ["has a value of another type", { ...NEW_USER, age: "40" }],
  ["names a property of every object", { nb_previous_loans: 0, age: 40, toString: null }],
])("a release does not open whose entity without history %s", async (_, features) => {
  const source = Buffer.from(JSON.stringify({ features }));
  await expect(
    openTiny({ ...OF_NEW, parts: [{ name: "unknown.json", source }] }),
  ).rejects.toMatchObject({
    code: "RELEASE_INVALID",
    message: expect.stringContaining("unknown.json"),
  });
});

test("a release does not open without its entity without history", async () => {
  await expect(openTiny({ ...OF_NEW, parts: [] })).rejects.toMatchObject({
    code: "RELEASE_INVALID",
    message: expect.stringContaining("it has no unknown.json"),
  });
});

test("features come with the request of a model by key, beside others and not called key", async () => {
  const manifest = await publishTiny(memoryBlobStore(), WITH_QUESTION);
  const of = (change: object): boolean => Manifest.safeParse({ ...manifest, ...change }).success;
  const { features } = manifest;
  expect(of({})).toBe(true);
  expect(of({ serving: { by: "row", answer: "late" } })).toBe(false);
  expect(of({ features: features.map((feature) => ({ ...feature, from: "request" })) })).toBe(
    false,
  );
  expect(
    of({ features: features.map((at) => (at.from === undefined ? at : { ...at, name: "key" })) }),
  ).toBe(false);
});
