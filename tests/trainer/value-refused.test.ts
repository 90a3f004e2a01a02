import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { memoryBlobStore } from "@despliega/storage";
import { loadModel } from "@despliega/trainer/model/load.js";

import { temporaryDirectory } from "../support/temporary.js";
import { modelsDirectoryOf, SMALL_SQL, SMALL_YAML } from "./support/model-folder.js";
import { trainOn } from "./support/runs.js";

const refusal = async (sql: string): Promise<unknown> => {
  const yaml = SMALL_YAML.replace("pressure: { type: number }", "pressure: { type: text }");
  const directory = await modelsDirectoryOf({ rain: { "model.yaml": yaml, "features.sql": sql } });
  const input = join(await temporaryDirectory(), "days.csv");
  await writeFile(input, "day,pressure,wet\n1,1013,0\n2,zq-secret,1\n");
  const model = loadModel(join(directory, "rain"));
  return trainOn(memoryBlobStore(), { model, input }).catch((error: unknown) => error);
};

test.each([
  [
    "one column",
    SMALL_SQL.replace("  pressure\n", "  pressure::DOUBLE AS pressure;\n")
      .replace("FROM days\n", "")
      .replace(";\n", "\nFROM days;\n"),
    "pressure",
  ],
  [
    "two columns",
    SMALL_SQL.replace("  pressure\n", "  pressure::DOUBLE AS pressure\n").replace(
      "wet AS label",
      "pressure::INTEGER AS label",
    ),
    "label and of pressure",
  ],
])(
  "a value that features.sql cannot take is told by %s, and never itself",
  async (_, sql, columns) => {
    const error = await refusal(sql);
    expect(error).toMatchObject({
      code: "VALUE_REFUSED",
      message: `features.sql fails on a value of ${columns} that is not repeated here: let features.sql expect it, as with TRY_CAST, or fix the input`,
    });
  },
);

test("a value that belongs to no column is reported without one", async () => {
  const error = await refusal(
    `${SMALL_SQL.replace("  pressure\n", "  1 AS pressure\n")}WHERE pressure::INTEGER > 0`,
  );
  expect(error).toMatchObject({
    code: "VALUE_REFUSED",
    message: expect.stringMatching(
      /^The SQL engine refuses a value that is not repeated here \(Conversion error\)/,
    ),
  });
});
