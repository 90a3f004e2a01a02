import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import type { Workbench } from "./workbench.js";

/** Writes the sample of `vih` without its two columns that say who a patient is, so that no keys are needed. */
export const withoutPeople = async (
  { folder }: Pick<Workbench, "folder">,
  file: string,
): Promise<string> => {
  const lines = (await readFile(file, "utf8")).split("\n");
  const study = join(folder, "study.csv");
  await writeFile(study, lines.map((line) => line.split(",").slice(2).join()).join("\n"));
  return study;
};
