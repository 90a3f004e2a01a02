import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryDirectory } from "../../support/temporary.js";
import { SAMPLE } from "./runs.js";

/** A file of some of the sample's loans, enough to tune on. */
export const fewLoans = async (): Promise<string> => {
  const [header, ...rows] = (await readFile(SAMPLE, "utf8")).trimEnd().split("\n");
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, [header, ...rows.filter((_, i) => i % 5 === 0), ""].join("\n"));
  return file;
};
