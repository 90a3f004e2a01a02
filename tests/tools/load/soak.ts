import { Command } from "commander";

import { numberFrom0, wholeNumber } from "../tool.js";
import { countsTable } from "./lib/counts-table.js";
import { runLoad } from "./lib/load-tool.js";
import { soak } from "./soak/run.js";

interface Options {
  readonly minutes: number;
  readonly clients: number;
  readonly users: number;
  readonly seed: number;
}

const program = new Command("npm run soak --")
  .description(
    "Asks an api on this machine for a long time, probes it every second and swaps its release every 5 seconds: no " +
      "answer may be wrong or lost, and resident memory and open sockets must be as flat in the last fifth of the " +
      "time as in the first.",
  )
  .option("--minutes <n>", "how long", numberFrom0, 10)
  .option("--clients <n>", "connections", wholeNumber, 8)
  .option("--users <n>", "in each release", wholeNumber, 20_000)
  .option("--seed <n>", "of the questions", wholeNumber, 1);

await runLoad(program, async (say) => {
  const report = await soak({ ...program.opts<Options>(), say });
  const { resident, sockets, probes, swaps, seconds } = report;
  const megabytes = (bytes: number): string => `${Math.round(bytes / (1 << 20))} MB`;
  const text = [
    countsTable("right answers to", report.answers),
    countsTable("right answers of", report.releases),
    `${probes} probes and ${swaps} swaps in ${seconds.toFixed(0)} s.`,
    `Resident memory: ${megabytes(resident.first)} in the first fifth, ${megabytes(resident.last)} in the last.`,
    `Sockets: ${sockets.first} in the first fifth, ${sockets.last} in the last.`,
  ].join("\n\n");
  const growth = [
    ...(resident.flat ? [] : ["the memory grows"]),
    ...(sockets.flat ? [] : ["the open sockets grow"]),
  ];
  return { text, faults: [...report.faults, ...growth] };
});
