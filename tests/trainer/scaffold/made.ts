import { mkdtemp, writeFile } from "node:fs/promises";
import { readFileSync } from "node:fs";
import { join } from "node:path";

import { temporaryDirectory } from "../../support/temporary.js";
import { runCommand } from "../support/command-line.js";

/** A choice of `despliega new` about a column. */
export interface Choice {
  readonly column: string;
  readonly becomes: string;
  readonly why: string;
}

/** A model that `despliega new` wrote, with what it said. */
export interface Made {
  readonly folder: string;
  readonly choices: readonly Choice[];
  readonly request: string;
  readonly text: (file: "model.yaml" | "features.sql" | "README.md") => string;
}

/** A table as a CSV: its columns, each made of the place of a row. */
export const tableOf = (
  rows: number,
  columns: Readonly<Record<string, (row: number) => string | number>>,
): string =>
  [
    Object.keys(columns).join(","),
    ...Array.from({ length: rows }, (_, row) =>
      Object.values(columns)
        .map((value) => value(row))
        .join(","),
    ),
    "",
  ].join("\n");

/** Runs `despliega new` on a file of that content. */
export const made = async (
  content: string | Uint8Array,
  ...options: readonly string[]
): Promise<Made> => {
  const directory = await mkdtemp(join(await temporaryDirectory(), "new-"));
  const file = join(directory, "table.csv");
  await writeFile(file, content);
  const models = join(directory, "models");
  const { lines } = await runCommand(
    { DESPLIEGA_MODELS_DIRECTORY: models },
    ...["new", "made", "--from", file, ...options],
  );
  const last = lines.at(-1) as unknown as Omit<Made, "text">;
  return { ...last, text: (name) => readFileSync(join(models, "made", name), "utf8") };
};
