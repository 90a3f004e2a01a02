import { expect, test } from "@jest/globals";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";
import { describeManifestFeatures } from "@despliega/trainer/learn/describe-features.js";

const features: readonly FeatureDefinition[] = [
  { name: "age", type: "integer", description: "Years.", values: [1, 9] },
  { name: "job", type: "number", description: "Years.", missing: "allowed" },
];
const statistics = features.map(({ name }) => ({
  name,
  missing: 3,
  min: 1,
  max: 9,
  mean: 4.25,
  deviation: 2,
}));
const fill = (mean: number) => ({ fill: mean });

test("a feature is described with what was learned of it, and filled only where the model says so", () => {
  expect(describeManifestFeatures({ features, privacy: "open" }, statistics, fill)).toEqual([
    {
      name: "age",
      type: "integer",
      description: "Years.",
      values: [1, 9],
      missing: "refused",
      range: [1, 9],
      mean: 4.25,
    },
    {
      name: "job",
      type: "number",
      description: "Years.",
      missing: { fill: 4.25 },
      range: [1, 9],
      mean: 4.25,
    },
  ]);
});

test("the estimator says what replaces a missing value", () => {
  const [age, job] = describeManifestFeatures(
    { features, privacy: "open" },
    statistics,
    () => "kept",
  );
  expect([age?.missing, job?.missing]).toEqual(["refused", "kept"]);
});

test("a sensitive model's features show no range", () => {
  for (const feature of describeManifestFeatures(
    { features, privacy: "sensitive" },
    statistics,
    fill,
  ))
    expect(feature).not.toHaveProperty("range");
});
