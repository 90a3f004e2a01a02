import { Argument, Command } from "commander";

import { runTool, wholeNumber } from "../tool.js";
import { killChildren } from "./lib/children.js";
import { lossesOf } from "./lib/losses.js";
import { writePage } from "./lib/page.js";
import { readRecord, thisRun, writeRecord, type Measured } from "./lib/record.js";
import type { Row } from "./lib/row.js";
import { machine, table } from "./lib/table.js";
import { openWorkbench, type Workbench } from "./lib/workbench.js";
import { PARTS, type Part } from "./parts.js";

const program = new Command("npm run bench --")
  .description(
    "Measures Despliega against its peers on this machine. Without a part it measures the whole table and writes docs/benchmarks.md " +
      "and docs/benchmarks.json; with parts it prints them. ACTG175 in the environment names the table of the study for the part " +
      "vih; without it, that part takes the sample. tests/tools/bench/install brings the peers.",
  )
  .addArgument(
    new Argument("[part...]", "by default the table").choices(PARTS.map(({ name }) => name)),
  )
  .option("--all", "measure every part", false)
  .option("--quick", "measure a few parts in few rounds, and tell what lost more than 15 %", false)
  .option("--write", "write the page and its record for the parts that are named, too", false)
  .option("--users <n>", "users in the generated data at 1×", wholeNumber, 36_457)
  .option(
    "--against <dir>",
    "for the part pairs: a built tree of the project, whose api is compared",
  );

interface Options extends Pick<Workbench, "users" | "against" | "quick"> {
  readonly all: boolean;
  readonly write: boolean;
}

const main = async (): Promise<number> => {
  const options = program.opts<Options>();
  if (options.users < 1) program.error("--users must be at least 1");
  if (options.quick && options.write) program.error("--quick measures too little to be written");
  const parts = chosen(options);
  const bench = await openWorkbench(options, (line) => console.error(line));
  const interrupt = (): void => {
    killChildren();
    void bench.close().finally(() => process.exit(130));
  };
  process.once("SIGINT", interrupt).once("SIGTERM", interrupt);
  try {
    const started = performance.now();
    const run = thisRun();
    const measured: Record<string, Measured> = {};
    for (const part of parts) measured[part.name] = { ...run, rows: await measure(part, bench) };
    const rows = Object.values(measured).flatMap((part) => part.rows);
    const minutes = (performance.now() - started) / 60_000;
    console.log(`${table(rows)}\n\nMeasured on ${machine()}, in ${minutes.toFixed(1)} minutes.`);
    if (options.quick) return tellLosses(rows);
    if (options.write || program.args.length === 0) await write(measured);
    return rows.some(({ met }) => met === false) ? 1 : 0;
  } finally {
    await bench.close();
  }
};

const chosen = ({ all, quick }: Options): readonly Part[] => {
  const { args } = program;
  if (args.length > 0) return PARTS.filter(({ name }) => args.includes(name));
  if (quick) return PARTS.filter((part) => part.quick);
  return PARTS.filter(({ extent }) => all || extent === "table");
};

/** A part that fails is a line of the table, so that the others are still measured. */
const measure = async ({ name, rows }: Part, bench: Workbench): Promise<readonly Row[]> => {
  try {
    return await rows(bench);
  } catch (error) {
    console.error(error);
    return [{ name, ours: "failed", peer: "", met: false }];
  }
};

const tellLosses = (rows: readonly Row[]): number => {
  const losses = lossesOf(rows, readRecord());
  for (const { name, before, now } of losses)
    console.log(`lost: ${name}: ${now.toPrecision(3)}×, recorded ${before.toPrecision(3)}×`);
  if (losses.length === 0) console.log("No row lost more than 15 % of its recorded ratio.");
  return losses.length === 0 ? 0 : 1;
};

const write = async (measured: Readonly<Record<string, Measured>>): Promise<void> => {
  const recorded = { ...readRecord(), ...measured };
  writeRecord(recorded);
  await writePage(PARTS, recorded);
};

await runTool(program, main);
