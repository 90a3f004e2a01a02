import { readFile } from "node:fs/promises";

import { describe, expect, test } from "@jest/globals";
import { writeTables } from "@despliega/trainer/release/tables.js";

import { riesgo } from "../../support/models.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { makeTable, testEngine } from "../support/engine.js";

const engine = await testEngine();

const COLUMNS = {
  observation: "BIGINT",
  entity: "BIGINT",
  observed_at: "DATE",
  label: "BIGINT",
  nb_previous_loans: "BIGINT",
  avg_amount_loans_previous: "DOUBLE",
  age: "BIGINT",
  years_on_the_job: "BIGINT",
  flag_own_car: "INTEGER",
};

const written = async (serving = riesgo.serving) => {
  const labelled = await makeTable(engine, "labelled", COLUMNS, [
    [12, 5, "2026-01-02", 1, 1, 136.4468640135, 40, null, 1],
    [3, 7, "2026-01-03", 0, 0, null, 30, 2, 0],
  ]);
  const toServe = await makeTable(engine, "serving", COLUMNS, [
    [null, 7, "2026-01-04", null, 1, 0.1, 30, 2, 0],
    [null, 5, "2026-01-04", null, 2, 1e-7, 40, null, 1],
  ]);
  const directory = await temporaryDirectory();
  const parts = await writeTables(
    engine,
    { ...riesgo, serving },
    { labelled, serving: toServe, rows: { labelled: 2, serving: 2 } },
    directory,
  );
  const texts = parts.map(({ name }) => readFile(`${directory}/${name}`, "utf8"));
  return { parts, texts: await Promise.all(texts) };
};

describe("the tables of a release", () => {
  test("name their rows", async () => {
    const { parts } = await written();
    expect(parts.map(({ name, rows }) => [name, rows])).toEqual([
      ["train_model.csv", 2],
      ["features.csv", 2],
    ]);
  });

  test("are in the order of their key, under the model's names, with empty fields for missing values", async () => {
    const { texts } = await written();
    const features =
      "nb_previous_loans,avg_amount_loans_previous,age,years_on_the_job,flag_own_car";
    expect(texts[0]).toBe(
      `loan_id,id,observed_at,status,${features}\n` +
        "3,7,2026-01-03,0,0,,30,2,0\n" +
        "12,5,2026-01-02,1,1,136.4468640135,40,,1\n",
    );
    expect(texts[1]).toBe(`id,${features}\n5,2,1e-07,40,,1\n7,1,0.1,30,2,0\n`);
  });

  test("have nothing to serve for a model that is asked by row", async () => {
    const { parts } = await written({ by: "row", answer: "resultado" });
    expect(parts.map(({ name }) => name)).toEqual(["train_model.csv"]);
  });
});
