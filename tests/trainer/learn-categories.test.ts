import { describe, expect, test } from "@jest/globals";
import { learnCategories } from "@despliega/trainer/dataset/learn-categories.js";
import type { ObservationTable } from "@despliega/trainer/estimators/observation-table.js";
import type { CategoryFeature } from "@despliega/trainer/model/feature.js";

import { makeTable, testEngine } from "./support/engine.js";

const engine = await testEngine();

const COLOUR: CategoryFeature = { name: "colour", type: "category", description: "Its colour." };

const tableOf = (name: string, colours: readonly (string | null)[]): Promise<ObservationTable> =>
  makeTable(
    engine,
    name,
    {
      observation: "BIGINT",
      entity: "BIGINT",
      observed_at: "DATE",
      label: "BIGINT",
      colour: "VARCHAR",
    },
    colours.map((colour, i) => [i, i, null, 0, colour]),
  );

const learn = async (
  training: readonly (string | null)[],
  others: { readonly test?: readonly string[]; readonly serving?: readonly string[] } = {},
  feature: Partial<CategoryFeature> = {},
): Promise<unknown> => {
  const sides = {
    training: await tableOf("training", training),
    test: await tableOf("test", others.test ?? []),
    serving: await tableOf("serving", others.serving ?? []),
  };
  const [learned] = await learnCategories(engine, [{ ...COLOUR, ...feature }], sides);
  return learned!.type === "category" ? learned!.values : undefined;
};

describe("the categories of a feature", () => {
  test("are those of the training observations by code point, without missing values", async () => {
    const colours = [
      "\u{1F7E2}",
      "rojo",
      "\uFFFD",
      "Rojo",
      null,
      "",
      "ámbar",
      "rojo",
      " rojo",
      "O'Hara",
    ];
    expect(await learn(colours)).toEqual([
      " rojo",
      "O'Hara",
      "Rojo",
      "rojo",
      "ámbar",
      "\uFFFD",
      "\u{1F7E2}",
    ]);
  });

  test("are those that are declared, in their order", async () => {
    expect(await learn(["b"], { test: ["z"] }, { values: ["z", "b"] })).toEqual(["z", "b"]);
  });

  test("leave out those of other observations where these count as other", async () => {
    expect(await learn(["a"], { test: ["z"], serving: ["y"] }, { unseen: "other" })).toEqual(["a"]);
  });
});

describe("categories are refused", () => {
  test.each<[string, Parameters<typeof learn>, string, string]>([
    [
      "when test observations have others",
      [["a"], { test: ["a", "y", "z"] }],
      "FEATURE_UNEXPECTED",
      "Feature colour is a category that no training observation has in 2 observations: write unseen: other in model.yaml, or list all categories in values there",
    ],
    [
      "when observations to serve have others",
      [["a"], { serving: ["b"] }],
      "FEATURE_UNEXPECTED",
      "in 1 observations",
    ],
    [
      "when there are too many",
      [Array.from({ length: 1001 }, (_, i) => `c${i}`)],
      "CATEGORIES_TOO_MANY",
      "Feature colour has more than 1,000 categories in the training observations",
    ],
    [
      "when there is none",
      [[null, ""]],
      "FEATURE_EMPTY",
      "has no value in any training observation",
    ],
  ])("%s", async (_, given, code, message) => {
    const error: unknown = await learn(...given).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code, message: expect.stringContaining(message) });
  });
});
