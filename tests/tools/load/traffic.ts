import { countsTable } from "./lib/counts-table.js";
import { runCommand } from "./lib/command.js";
import { traffic } from "./traffic/run.js";

const usage = `npm run traffic -- [--seconds N] [--clients N] [--seed S]

Asks an api on this machine without a break while releases are swapped, rolled back and damaged, and while its storage
goes away and comes back: every answer must be whole, and to the byte what the release answers that its header names.
--seconds  how long; every change is made at least once; by default 120
--clients  connections; by default 8
--seed     of the questions; by default 1
Exit code 1 for a wrong or lost answer, 2 for a wrong argument.`;

await runCommand({
  usage,
  counts: { seconds: 120, clients: 8, seed: 1 },
  run: async ({ seconds = 0, clients = 0, seed = 0 }, say) => {
    const report = await traffic({ seconds, clients, seed, say });
    const text = [
      countsTable("change", report.changes),
      countsTable("right answers to", report.answers),
      countsTable("right answers of", report.releases),
      `In ${report.seconds.toFixed(1)} s.`,
    ].join("\n\n");
    return { text, faults: report.faults };
  },
});
