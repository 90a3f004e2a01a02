import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";

import { temporaryDirectory } from "../support/temporary.js";
import { runCommand, type Line } from "../trainer/support/command-line.js";
import { DAYS } from "../trainer/support/days.js";
import { modelsDirectoryOf, SMALL_SQL } from "../trainer/support/model-folder.js";
import { SAMPLE } from "../trainer/support/runs.js";
import type { Cluster } from "./cluster.js";

/** A check of some statements. */
const PATIENCE_MS = 900_000;

const found = (lines: readonly Line[]): readonly Line[] =>
  lines.filter(({ check }) => check === "words" || check === "spark");

/** A features.sql that is tried on both engines. */
export const describeCheck = (now: () => Cluster): void => {
  test(
    "riesgo has the same features of the same rows on both engines",
    async () => {
      const { code, lines } = await runCommand(
        {},
        ...["check", "riesgo", "--input", SAMPLE, "--rows", "500", "--engine", now().url],
      );
      expect(found(lines)).toMatchObject([
        { check: "words", verdict: "ok" },
        {
          check: "spark",
          verdict: "ok",
          text: expect.stringMatching(/^[\d,]{3,} observations have the same features on Spark$/),
        },
      ]);
      expect(code).toBe(0);
    },
    PATIENCE_MS,
  );

  test(
    "a word that Spark does not know is told with its line, by the words and by Spark",
    async () => {
      const input = join(await temporaryDirectory(), "days.csv");
      await writeFile(input, `${DAYS}\n`);
      const sql = SMALL_SQL.replace("  pressure", "  pressure::VARCHAR::DOUBLE AS pressure");
      const { code, lines } = await runCommand(
        {
          DESPLIEGA_MODELS_DIRECTORY: await modelsDirectoryOf({ rain: { "features.sql": sql } }),
          DESPLIEGA_ENGINE: now().url,
        },
        ...["check", "rain", "--input", input, "--engine", "spark"],
      );
      expect(found(lines)).toMatchObject([
        {
          verdict: "fails",
          text: "line 2: Spark does not take the type VARCHAR: write STRING",
        },
        {
          verdict: "fails",
          text: expect.stringMatching(/^Spark does not take line 2 of a statement \(.*VARCHAR.*\)/),
        },
      ]);
      expect(code).toBe(1);
    },
    PATIENCE_MS,
  );
};
