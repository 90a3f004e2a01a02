import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { describe, expect, test } from "@jest/globals";
import { models } from "@despliega/trainer/model/catalogue.js";

import { ROOT } from "../../repository/files.js";
import { azuriteConnectionString, newContainer } from "../../support/azurite.js";
import { temporaryDirectory } from "../../support/temporary.js";
import { runCommand, type Line } from "../support/command-line.js";
import { DAYS } from "../support/days.js";
import { keysSetting } from "../support/keys.js";
import { modelsDirectoryOf, SMALL_SQL } from "../support/model-folder.js";

const verdicts = (lines: readonly Line[]): readonly string[] =>
  lines.flatMap(({ check, verdict }) =>
    typeof verdict === "string" ? [`${verdict} ${String(check)}`] : [],
  );

const checkRain = async (sql: string, ...more: readonly string[]) => {
  const input = join(await temporaryDirectory(), "days.csv");
  await writeFile(input, `${DAYS}\n`);
  const DESPLIEGA_MODELS_DIRECTORY = await modelsDirectoryOf({ rain: { "features.sql": sql } });
  return runCommand({ DESPLIEGA_MODELS_DIRECTORY }, "check", "rain", "--input", input, ...more);
};

describe("despliega check", () => {
  test.each(models().map((model) => [model.name, model] as const))(
    "finds nothing wrong with %s",
    async (name, { inputs }) => {
      const keys = {
        DESPLIEGA_PSEUDONYM_KEYS: keysSetting("pseudonyms", "p1"),
        DESPLIEGA_IDENTITY_KEYS: keysSetting("identities", "i1"),
      };
      const given = inputs.flatMap(({ dataset }) => [
        "--input",
        `${dataset}=${ROOT}data/${name}/${dataset}`,
      ]);
      const { code, lines } = await runCommand(keys, "check", name, ...given);
      expect(code).toBe(0);
      expect(lines.at(-1)).toEqual({ message: `${name}: no check fails.`, model: name, failed: 0 });
      expect(verdicts(lines)).toEqual(
        expect.arrayContaining(["ok tests", "ok rows", "ok label", "ok threads"]),
      );
      expect(verdicts(lines).filter((line) => line.startsWith("warns"))).toEqual(
        // Of several rows about a film it takes the first.
        name === "peliculas" ? ["warns order"] : [],
      );
    },
  );

  test("asks whether callers know a feature that depends on other rows", async () => {
    const { code, lines } = await checkRain(
      SMALL_SQL.replace("pressure", "pressure - avg(pressure) OVER () AS pressure"),
    );
    expect(code).toBe(0);
    expect(lines).toContainEqual({
      check: "others",
      verdict: "warns",
      text: expect.stringMatching(
        /^pressure depends on other rows, in \d+ of \d+ observations: a request with one row cannot reproduce it$/,
      ),
    });
  });

  test("names a feature that is made of the label, also where a hash of the row is the entity", async () => {
    const { code, lines } = await checkRain(
      SMALL_SQL.replace("day AS entity", "md5(days::VARCHAR) AS entity").replace(
        "  pressure",
        "  pressure + wet AS pressure",
      ),
    );
    expect(code).toBe(1);
    expect(lines).toContainEqual({
      check: "label",
      verdict: "fails",
      text: expect.stringMatching(
        /^pressure moves in (\d+) of \1 observations when their own label/,
      ),
    });
  });

  test("names a feature that depends on the number of threads, and ends with 1", async () => {
    const { code, lines } = await checkRain(
      SMALL_SQL.replace("pressure", "pressure * current_setting('threads') AS pressure"),
    );
    expect(code).toBe(1);
    expect(lines).toContainEqual({
      check: "threads",
      verdict: "fails",
      text: expect.stringMatching(
        /^pressure differs in 196 of 200 observations on several threads/,
      ),
    });
    expect(lines.at(-1)).toMatchObject({ message: "rain: 1 line fails.", failed: 1 });
  });

  test("looks at as many rows as it is told to", async () => {
    const { lines } = await checkRain(SMALL_SQL, "--rows", "50");
    expect(lines).toContainEqual(
      expect.objectContaining({ check: "rows", text: expect.stringMatching(/^50 observations/) }),
    );
    expect(verdicts(lines)).toContain("warns rows");
  });

  test("without an input runs the tests alone", async () => {
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
      DESPLIEGA_CONTAINER_NAME: newContainer(),
    };
    const { code, lines } = await runCommand(settings, "check", "riesgo");
    expect(code).toBe(0);
    expect(verdicts(lines)).toEqual(["ok tests", "skipped input"]);
  });

  test("refuses an input that is no file", async () => {
    await expect(
      runCommand({}, "check", "riesgo", "--input", "/not/there.csv"),
    ).rejects.toMatchObject({ code: "INPUT_UNREADABLE" });
  });
});
