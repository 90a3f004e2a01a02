import { beforeAll, describe, expect, test } from "@jest/globals";
import { loadScorer } from "@despliega/storage";
import type { EstimatorOptions } from "@despliega/trainer/estimators/registry.js";
import { readRows } from "@despliega/trainer/estimators/rows.js";
import { fit } from "@despliega/trainer/learn/fit.js";
import type { FeatureDefinition } from "@despliega/trainer/model/feature.js";

import { named } from "../../support/relations.js";
import { makeTable, testEngine } from "../support/engine.js";
import { BOOSTING, FOREST, LOGISTIC } from "../support/estimators.js";
import { vegaRows } from "../support/vega.js";

const engine = await testEngine();

const SPECIES = ["Adelie", "Chinstrap", "Gentoo"];
const ISLANDS = ["Biscoe", "Dream", "Torgersen"];
const SEXES = ["FEMALE", "MALE"];

const NUMBERS = ["Beak Length (mm)", "Beak Depth (mm)", "Flipper Length (mm)", "Body Mass (g)"];
const description = "";
const FEATURES: readonly FeatureDefinition[] = [
  ...NUMBERS.map(
    (_, i) => ({ name: `n${i}`, type: "number", description, missing: "allowed" }) as const,
  ),
  { name: "island", type: "category", description, values: ISLANDS },
  {
    name: "sex",
    type: "category",
    description,
    values: SEXES,
    unseen: "other",
    missing: "allowed",
  },
];

/** Species, islands and sexes by their codes; a sex that is written otherwise is another one. */
beforeAll(async () => {
  const columns = {
    observation: "BIGINT",
    entity: "BIGINT",
    ...Object.fromEntries(NUMBERS.map((_, i) => [`n${i}`, "DOUBLE"])),
    island: "INTEGER",
    sex: "INTEGER",
    label: "BIGINT",
  };
  const sexOf = (sex: unknown): number | null => {
    if (sex === null) return null;
    const code = SEXES.indexOf(sex as string);
    return code < 0 ? SEXES.length : code;
  };
  const rows = vegaRows("penguins").map((row, i) => [
    i,
    i,
    ...NUMBERS.map((name) => row[name] ?? null),
    ISLANDS.indexOf(row["Island"] as string),
    sexOf(row["Sex"] ?? null),
    SPECIES.indexOf(row["Species"] as string),
  ]);
  await makeTable(engine, "penguins", columns, rows);
  await engine.run(`
    CREATE VIEW learned AS SELECT * FROM penguins WHERE observation % 4 > 0;
    CREATE VIEW unseen AS SELECT * FROM penguins WHERE observation % 4 = 0`);
});

describe.each<[string, EstimatorOptions]>([
  ["logistic regression", LOGISTIC],
  ["forest", { ...FOREST, trees: 50 }],
  ["boosting", { ...BOOSTING, rounds: 30 }],
])("the species of penguins by %s", (_, options) => {
  const model = {
    task: "classification",
    classes: SPECIES,
    features: FEATURES,
    privacy: "open",
  } as const;

  test("are told for nearly all that it never saw, by probabilities that add up to 1", async () => {
    const { description: fitted, modelJson } = await fit(engine, model, options, named("learned"));
    const scorer = loadScorer(fitted, JSON.parse(JSON.stringify(modelJson)));
    const { columns, target } = await readRows(engine, named("unseen"), FEATURES);
    const into = new Float64Array(3);
    let right = 0;
    target.forEach((species, at) => {
      const row = Float64Array.from(columns, (column) => column[at]!);
      scorer.scores(row, into);
      expect(into.reduce((a, b) => a + b)).toBeCloseTo(1, 12);
      if (into.indexOf(Math.max(...into)) === species) right++;
      for (const moved of scorer.contributions(row, species).moved) expect(moved).not.toBeNaN();
    });
    expect(target).toHaveLength(86);
    expect(right).toBeGreaterThanOrEqual(82);
  });
});
