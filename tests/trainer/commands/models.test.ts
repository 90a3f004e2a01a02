import { readdirSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";
import { EXAMPLES_DIRECTORY, models } from "@despliega/trainer/model/catalogue.js";

import { despliega } from "../support/command-line.js";
import { modelsDirectoryOf, SMALL_SQL, SMALL_YAML } from "../support/model-folder.js";

const good = { "model.yaml": SMALL_YAML, "features.sql": SMALL_SQL };
const SNOW = {
  name: "snow",
  question: "Will it rain?",
  task: "classification",
  privacy: "open",
  serving: "row",
  datasets: ["days.csv"],
};

describe("despliega models", () => {
  test("--json writes a line for every folder of models", async () => {
    const { code, lines, stderr } = await despliega({}, "models", "--json");
    expect([code, stderr]).toEqual([0, ""]);
    const listed = lines();
    expect(listed.map(({ name }) => name)).toEqual(
      readdirSync(EXAMPLES_DIRECTORY, { withFileTypes: true })
        .flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
        .toSorted(),
    );
    expect(listed).toEqual(
      models().map(({ name, question, task, privacy, serving, inputs }) => ({
        name,
        question,
        task,
        privacy,
        serving: serving.by,
        datasets: inputs.map(({ dataset }) => dataset),
      })),
    );
  });

  test("writes a line for each model, and names a broken one on standard error", async () => {
    const DESPLIEGA_MODELS_DIRECTORY = await modelsDirectoryOf({
      hail: { ...good, "model.yaml": "question: 1\n" },
      snow: good,
    });
    const settings = { DESPLIEGA_MODELS_DIRECTORY, DESPLIEGA_MODELS: "snow,hail" };
    const told = await despliega(settings, "models");
    expect(told.code).toBe(0);
    expect(told.lines()).toEqual([SNOW]);
    expect(told.stderr).toMatch(/^Left out: hail, as \S*hail\/model\.yaml:1:1: /);
    const asJson = await despliega(settings, "models", "--json");
    expect(asJson.stdout).toBe(`${JSON.stringify(SNOW)}\n`);
    expect(asJson.stderr).toBe(told.stderr);
  });
});
