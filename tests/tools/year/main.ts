import { readFile, writeFile } from "node:fs/promises";

import { startAzurite } from "@despliega/storage/azurite";
import { Command } from "commander";
import { format, resolveConfig } from "prettier";

import { ROOT } from "../../repository/files.js";
import { replaceBetween } from "../pages/pages.js";
import { markdownOf, type Table } from "../pages/table.js";
import { runTool, wholeNumber } from "../tool.js";
import { moveDate } from "./clock/clock.js";
import { foundIn, together, type Found } from "./page/found.js";
import { pictureOf } from "./page/picture.js";
import { seedsTable, yearTable } from "./page/year-table.js";
import { YEAR } from "./plan.js";
import type { Place } from "./run/bank.js";
import type { Week } from "./run/week.js";
import { liveYear } from "./run/year.js";

interface Options {
  readonly seed: number;
  readonly seeds?: number;
  readonly here: boolean;
  readonly write: boolean;
}

const program = new Command("npm run year --")
  .description(
    "Lives a year of a bank with riesgo in simulated time: the api, the storage, the recording, outcomes, verdicts and " +
      "trainings are the product's own. Prints a table by week.",
  )
  .option("--seed <n>", "the same seed makes the same loans", wholeNumber, 1)
  .option(
    "--seeds <n>",
    "live the years of the seeds from 1 on, and print what they found",
    wholeNumber,
  )
  .option("--here", "run the verbs in this process, without the second that a new one takes", false)
  .option("--write", "write the tables, and the picture of one year, into docs/year.md", false);

const PAGE = `${ROOT}docs/year.md`;
const PICTURE = `${ROOT}docs/images/year.svg`;

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const write = async (name: string, table: Table): Promise<void> => {
  const text = replaceBetween(await readFile(PAGE, "utf8"), name, markdownOf(table));
  await writeFile(PAGE, await format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
};

const told = ({ week, verdict, area, action, summary }: Week): string =>
  `week ${week}: ${verdict}, ROC-AUC ${area.toFixed(3)}${action === "" ? "" : `, ${action}`}; ${summary}`;

/** Lives one year, and prints it. */
const oneYear = async (place: Place, { seed, write: isWritten }: Options): Promise<number> => {
  const weeks = await liveYear(place, YEAR, seed, (week) => say(told(week)));
  const table = yearTable(YEAR, weeks);
  process.stdout.write(`${markdownOf(table)}\n`);
  if (isWritten) {
    await write("year", table);
    await writeFile(PICTURE, pictureOf(YEAR, weeks));
  }
  return 0;
};

/** Lives the years of several seeds, one after the other, and prints what they found. */
const severalYears = async (place: Place, seeds: number, isWritten: boolean): Promise<number> => {
  const years: Found[] = [];
  for (let seed = 1; seed <= seeds; seed++) {
    const weeks = await liveYear(place, YEAR, seed, (week) => say(`seed ${seed}, ${told(week)}`));
    years.push(foundIn(YEAR, weeks));
    say(`seed ${seed}: ${JSON.stringify(years.at(-1))}`);
  }
  const all = together(years);
  process.stdout.write(`${markdownOf(seedsTable(all))}\n`);
  if (isWritten) await write("seeds", seedsTable(all));
  return all.every(({ met }) => met) ? 0 : 1;
};

await runTool(program, async () => {
  const options = program.opts<Options>();
  const { seeds, here } = options;
  if (seeds === 0) program.error("--seeds must be at least 1");
  const azurite = await startAzurite();
  try {
    const place = { azurite, clock: moveDate(), here };
    return seeds === undefined
      ? await oneYear(place, options)
      : await severalYears(place, seeds, options.write);
  } finally {
    await azurite.close();
  }
});
