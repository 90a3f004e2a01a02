import { describe, expect, test } from "@jest/globals";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import { describeFeatures } from "@despliega/trainer/estimators/statistics.js";

import { makeTable, testEngine } from "../support/engine.js";
import { named } from "../../support/relations.js";

const engine = await testEngine();

const feature = (missing?: "allowed"): FeatureDefinition => ({
  name: "x",
  type: "number",
  description: "",
  ...(missing === undefined ? {} : { missing }),
});

const describeValues = async (
  values: readonly (number | null)[],
  { missing, type = "DOUBLE" }: { missing?: "allowed"; type?: string } = {},
) => {
  await makeTable(
    engine,
    "observed",
    { x: type },
    values.map((value) => [value]),
  );
  return (await describeFeatures(engine, named("observed"), [feature(missing)]))[0]!;
};

describe("the statistics of a feature", () => {
  test("are those worked out by hand", async () => {
    expect(await describeValues([2, 4, 4, 4, 5, 5, 7, 9])).toEqual({
      name: "x",
      missing: 0,
      min: 2,
      max: 9,
      mean: 5,
      deviation: 2,
    });
  });

  test("leave out missing values, and fill them by the mean, which narrows the deviation", async () => {
    expect(await describeValues([1, null, 5, null], { missing: "allowed" })).toEqual({
      name: "x",
      missing: 2,
      min: 1,
      max: 5,
      mean: 3,
      deviation: Math.sqrt(8 / 4),
    });
  });

  test.each([0, 0.1, -7.3, 1e12])("of the constant %d have the deviation 1", async (value) => {
    expect(await describeValues([value, value, value])).toMatchObject({
      mean: value,
      deviation: 1,
    });
  });

  test("keep their digits when the values are whole, many digits long, or close to each other", async () => {
    expect(await describeValues([10_000, 0, 1], { type: "BIGINT" })).toMatchObject({
      mean: 10_001 / 3,
      deviation: expect.closeTo(Math.sqrt(((1e8 + 1) * 3 - 10_001 ** 2) / 9), 8),
    });
    const { mean, deviation } = await describeValues([1e9 + 0.25, 1e9 + 0.75]);
    expect([mean, deviation]).toEqual([1e9 + 0.5, 0.25]);
  });
});

test("a feature without any value is refused", async () => {
  await expect(describeValues([null, null], { missing: "allowed" })).rejects.toMatchObject({
    code: "FEATURE_EMPTY",
  });
});
