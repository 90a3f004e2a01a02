import { expect, test } from "@jest/globals";
import { describeManifestFeatures } from "@despliega/trainer/release/describe.js";

const statistics = { missing: 3, min: 1, max: 9, mean: 4.25, deviation: 2 };

test("a feature is described with what was learned of it, and filled only where the model says so", () => {
  expect(
    describeManifestFeatures(
      [
        { name: "age", type: "integer", description: "Years.", values: [1, 9] },
        { name: "job", type: "number", description: "Years.", missing: "allowed" },
      ],
      [
        { name: "age", ...statistics },
        { name: "job", ...statistics },
      ],
    ),
  ).toEqual([
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
