import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { loadTests } from "@despliega/trainer/check/tests/load-tests.js";
import { runTests } from "@despliega/trainer/check/tests/run-tests.js";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { loadModel } from "@despliega/trainer/model/load.js";

import { temporaryDirectory } from "../../support/temporary.js";
import { modelsDirectoryOf, SMALL_SQL, SMALL_YAML } from "../support/model-folder.js";
import { linesOf } from "./visits.js";

const YAML = SMALL_YAML.replace(
  "      wet:",
  "      wind: { type: number, optional: true }\n      sky: { type: text, values: [clear, grey] }\n      seen: { type: date, optional: true }\n      wet:",
).replace(
  "    description: Pressure of the air.\n",
  "    description: Pressure of the air.\n  - { name: gale, type: number, description: Wind., missing: allowed }\n",
);
const SQL = SMALL_SQL.replace("pressure\n", "pressure, wind / 3 AS gale\n");

const modelWith = async (tests: string) =>
  loadModel(
    join(
      await modelsDirectoryOf({
        rain: { "model.yaml": YAML, "features.sql": SQL, "tests.yaml": tests },
      }),
      "rain",
    ),
  );

const run = async (yaml: string): Promise<readonly string[]> => {
  const model = await modelWith(yaml);
  const spillDirectory = join(await temporaryDirectory(), "spill");
  const engine = await openEngine({ memoryLimit: "500MB", threads: 1, spillDirectory });
  try {
    return linesOf(await runTests(engine, model, loadTests(model)!));
  } finally {
    await engine.close();
  }
};

const HEAD = `defaults:
  days: { pressure: 1000, sky: grey, wet: 1 }
tests:
  - name: wind is told in thirds
    given:
      days:
        - { day: 1, wind: 1 }
        - { day: 2, wind: 4, pressure: 990 }
        - { day: 3, sky: clear }
    expect:
`;

describe("tests.yaml", () => {
  test("passes where the features are as expected, missing as null and numbers nearly", async () => {
    const rows = [
      "{ observation: 1, gale: 0.3333333333333333, pressure: 1000, label: 1 }",
      "{ entity: 2, pressure: 990 }",
      "{ observation: 3, gale: null }",
    ];
    expect(await run(`${HEAD}${rows.map((row) => `      - ${row}\n`).join("")}`)).toEqual([
      "ok tests: 1 of 1 tests pass, with 8 values",
    ]);
  });

  test("names the feature, what is expected and what there is", async () => {
    const rows = [
      "{ observation: 1, gale: 0.33, pressure: 999 }",
      "{ observation: 2, gale: null }",
      "{ observation: 3, gale: 1, label: 0 }",
      "{ observation: 4, gale: 1 }",
    ];
    expect(await run(`${HEAD}${rows.map((row) => `      - ${row}\n`).join("")}`)).toEqual([
      "fails tests: wind is told in thirds: gale of observation 1 is 0.3333333333333333, not 0.33",
      "fails tests: wind is told in thirds: pressure of observation 1 is 1000, not 999",
      "fails tests: wind is told in thirds: gale of observation 2 is 1.3333333333333333, not missing",
      "fails tests: wind is told in thirds: gale of observation 3 is missing, not 1",
      "fails tests: wind is told in thirds: label of observation 3 is 1, not 0",
      "fails tests: wind is told in thirds: of observation 4 there is no row, not 1",
    ]);
  });

  test("takes numbers within the tolerance that a test states", async () => {
    const row = "      - { observation: 1, gale: 0.33 }\n";
    expect(await run(`${HEAD}${row}    tolerance: 0.01\n`)).toEqual([
      "ok tests: 1 of 1 tests pass, with 2 values",
    ]);
  });

  test.each([
    ["tests: []", "tests.yaml:1:1: tests must have at least one item"],
    ["test: 1", "tests.yaml:1:1: tests is missing: write a list"],
    [
      "days: { day: 1, wnd: 1 }",
      "wnd is no column of days: write one of day, pressure, wind, sky, seen, wet",
    ],
    ["days: { day: 1, wind: strong }", "wind must be a number"],
    ["days: { day: 1.5 }", "day must be a whole number"],
    ["days: { day: 1, sky: red }", "sky must be one of clear, grey"],
    ["days: { day: 1, sky: 7 }", "sky must be text: put it in quotes"],
    ["days: { day: 1, wet: 2 }", "wet must be at most 1"],
    ["days: { day: 1, wet: null }", "wet is null, and the column is not optional: write a value"],
    ["days: { day: 1, seen: 2026-02-30 }", 'seen must be a day, such as "2026-01-31"'],
    ["days: { wind: 1 }", "lacks day, which is not optional: write it, here or under defaults"],
    ["nights: { day: 1 }", "nights is no table of the model: write one of days"],
  ])("says where %s is wrong, and what to write", async (wrong, problem) => {
    const [table, row] = wrong.split(/: (.*)/s);
    const yaml = wrong.startsWith("test")
      ? `${wrong}\n`
      : `${HEAD.slice(0, HEAD.indexOf("tests:"))}tests:\n  - name: wrong\n    given:\n      ${table}:\n        - ${row}\n    expect: [{ observation: 1, gale: 1 }]\n`;
    const model = await modelWith(yaml);
    const line = wrong.startsWith("test")
      ? /:1:1: /
      : wrong.startsWith("nights")
        ? /:6:7: /
        : /:7:\d+: /;
    expect(() => loadTests(model)).toThrow(problem);
    expect(() => loadTests(model)).toThrow(line);
  });

  test.each([
    [
      "{ observation: 1, gal: 1 }",
      "expect[0].gal is no feature: write one of observation, entity, observed_at, label, pressure, gale",
    ],
    [
      "{ gale: 1 }",
      "expect[0] names no observation: write one of observation, entity, observed_at",
    ],
  ])("refuses to expect %s", async (row, problem) => {
    const model = await modelWith(`${HEAD}      - ${row}\n`);
    expect(() => loadTests(model)).toThrow(`:11:`);
    expect(() => loadTests(model)).toThrow(problem);
  });

  test("may be missing", async () => {
    const directory = await modelsDirectoryOf({ rain: {} });
    expect(loadTests(loadModel(join(directory, "rain")))).toBeUndefined();
  });
});
