import { readFile, writeFile } from "node:fs/promises";

import { Command, Option } from "commander";
import { format, resolveConfig } from "prettier";

import { ROOT } from "../../repository/files.js";
import { replaceBetween } from "../pages/pages.js";
import { runTool } from "../tool.js";
import { ATTACKS } from "./attacks.js";
import { attackTable } from "./lib/attack-table.js";
import { playAll } from "./play.js";

const PAGE = `${ROOT}docs/attacks.md`;

const program = new Command("npm run attack --")
  .description(
    "Attacks servers that it starts on this machine, and says what an attacker got. Each attack has its own servers.",
  )
  .addOption(new Option("--only <name...>", "these attacks alone").choices(Object.keys(ATTACKS)))
  .option("--short", "fewer tries of each, as in the tests")
  .option("--write", "write the table into docs/attacks.md")
  .addHelpText("after", "\nExamples:\n  npm run attack\n  npm run attack -- --only bodies tokens");

const writePage = async (table: string): Promise<void> => {
  const text = replaceBetween(await readFile(PAGE, "utf8"), "attacks", table);
  await writeFile(PAGE, await format(text, { ...(await resolveConfig(PAGE)), filepath: PAGE }));
};

await runTool(program, async () => {
  const {
    only = Object.keys(ATTACKS),
    short = false,
    write = false,
  } = program.opts<{ only?: string[]; short?: boolean; write?: boolean }>();
  const played = await playAll(only, { short }, (line) => void process.stderr.write(`${line}\n`));
  const table = attackTable(played);
  process.stdout.write(`${table}\n`);
  if (write) await writePage(table);
  for (const { name, successes } of played)
    for (const success of successes) process.stdout.write(`WON ${name}: ${success}\n`);
  return played.every(({ successes }) => successes.length === 0) ? 0 : 1;
});
