import { expect, test } from "@jest/globals";

import { testEngine } from "../support/engine.js";
import { multiclassSample } from "./multiclass-sample.js";
import { pictures, tableOf } from "./pictures.js";
import { classifierPage, multiclassPage } from "./report-page.js";
import { sample } from "./sample.js";

const engine = await testEngine();

test("coefficients of several classes are listed with their class, strongest first", async () => {
  const page = await multiclassPage({
    ...(await multiclassSample(engine)),
    coefficients: [
      { class: 0, feature: "flipper", estimate: -1.5, standardError: 0.2 },
      { class: 2, feature: "flipper", estimate: 2, standardError: 0.3 },
      { class: 1, feature: "island=Dream", estimate: 0.75, standardError: 0.1 },
    ],
  });
  expect(tableOf(page, "Standardised coefficients")).toEqual([
    ["Gentoo: flipper", "+2.00", "0.3000"],
    ["Adelie: flipper", "−1.50", "0.2000"],
    ["Chinstrap: island=Dream", "+0.750", "0.1000"],
  ]);
});

test("of many coefficients the picture has the strongest, and the table all", async () => {
  const coefficients = Array.from({ length: 21 }, (_, i) => ({
    feature: `town=n${i}`,
    estimate: i + 1,
    standardError: 1,
  }));
  const page = await classifierPage({ ...sample, coefficients });
  const picture = pictures(page).find((name) => name.includes("town=n20"))!;
  expect(picture).toContain("town=n1 ");
  expect(picture).not.toContain("town=n0 ");
  expect(page).toContain("The picture has the 20 strongest, the table has all.");
  expect(tableOf(page, "Standardised coefficients")).toHaveLength(21);
});

test.each([
  ["curvature", "take every observation as independent"],
  ["observations", "how far each observation pulls"],
  ["entities", "all observations of an entity together"],
] as const)("the report says where errors from %s come from", async (coefficientErrors, words) => {
  expect(await classifierPage({ ...sample, coefficientErrors })).toContain(words);
});
