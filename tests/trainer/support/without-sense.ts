import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

import { temporaryDirectory } from "../../support/temporary.js";
import { SAMPLE } from "./runs.js";

/** The sample with every loan's outcome handed on to the next, so that nothing can be learned from it. */
export const withoutSense = async (): Promise<string> => {
  const [header, ...rows] = (await readFile(SAMPLE, "utf8")).trimEnd().split("\n");
  const fields = rows.map((row) => row.split(","));
  const status = header!.split(",").indexOf("status");
  const mixed = fields.map((row, i) => row.with(status, fields.at(i - 1)![status]!).join());
  const file = join(await temporaryDirectory(), "loans.csv");
  await writeFile(file, [header, ...mixed, ""].join("\n"));
  return file;
};
