import { Argument, Command } from "commander";

import { markdownOf } from "../pages/table.js";
import { runTool, wholeNumber } from "../tool.js";
import { rowsOf, type Measured } from "./lib/measured.js";
import { HEADER, writeNumbers } from "./lib/numbers-page.js";
import { SIMULATIONS } from "./simulations.js";

const NAMES = SIMULATIONS.map(({ name }) => name);

const program = new Command("npm run numbers --")
  .description(
    "Measures on generated data whether the numbers of the product are what they are called. Without --rounds and --seed " +
      "the rows go into the table of docs/numbers.md.",
  )
  .addArgument(new Argument("[simulation...]", "by default all").choices(NAMES))
  .option(
    "--rounds <n>",
    "samples of each simulation (default: those of its long form)",
    wholeNumber,
  )
  .option("--seed <n>", "the same seed makes the same samples (default: 1)", wholeNumber)
  .addHelpText(
    "after",
    `\nSimulations:\n${SIMULATIONS.map(({ name, claim }) => `  ${name}: ${claim}`).join("\n")}`,
  );

const say = (line: string): void => void process.stderr.write(`${line}\n`);

const measure = async (name: string, rounds?: number, seed = 1): Promise<Measured> => {
  const simulation = SIMULATIONS.find((each) => each.name === name)!;
  const samples = rounds ?? simulation.rounds.long;
  const started = performance.now();
  const figures = await simulation.run(samples, seed, (line) => say(`${name}: ${line}`));
  say(`${name}: ${Math.round((performance.now() - started) / 1_000)} s`);
  return { simulation, rounds: samples, figures };
};

await runTool(program, async () => {
  const { rounds, seed } = program.opts<{ readonly rounds?: number; readonly seed?: number }>();
  if (rounds === 0) program.error("--rounds must be at least 1");
  const measured: Measured[] = [];
  for (const name of program.args.length === 0 ? NAMES : program.args)
    measured.push(await measure(name, rounds, seed));
  process.stdout.write(`${markdownOf([HEADER, ...measured.flatMap(rowsOf)])}\n`);
  if (rounds === undefined && seed === undefined) await writeNumbers(measured, NAMES);
  return measured.every(({ figures }) => figures.every(({ met }) => met)) ? 0 : 1;
});
