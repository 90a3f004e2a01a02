import { Command } from "commander";

import { numberFrom0, wholeNumber } from "../tool.js";
import { countsTable } from "./lib/counts-table.js";
import { runLoad } from "./lib/load-tool.js";
import { traffic } from "./traffic/run.js";

interface Options {
  readonly seconds: number;
  readonly clients: number;
  readonly seed: number;
}

const program = new Command("npm run traffic --")
  .description(
    "Asks an api on this machine without a break while releases are swapped, rolled back and damaged, and while its " +
      "storage goes away and comes back: every answer must be whole, and to the byte what the release answers that " +
      "its header names.",
  )
  .option("--seconds <n>", "how long; every change is made at least once", numberFrom0, 120)
  .option("--clients <n>", "connections", wholeNumber, 8)
  .option("--seed <n>", "of the questions", wholeNumber, 1);

await runLoad(program, async (say) => {
  const report = await traffic({ ...program.opts<Options>(), say });
  const text = [
    countsTable("change", report.changes),
    countsTable("right answers to", report.answers),
    countsTable("right answers of", report.releases),
    `In ${report.seconds.toFixed(1)} s.`,
  ].join("\n\n");
  return { text, faults: report.faults };
});
