import { countsTable } from "./lib/counts-table.js";
import { runCommand } from "./lib/command.js";
import { soak } from "./soak/run.js";

const usage = `npm run soak -- [--minutes N] [--clients N] [--users N] [--seed S]

Asks an api on this machine for a long time, probes it every second and swaps its release every 5 seconds: no answer may
be wrong or lost, and resident memory and open sockets must be as flat in the last fifth of the time as in the first.
--minutes  how long; by default 10
--clients  connections; by default 8
--users    in each release; by default 20000
--seed     of the questions; by default 1
Exit code 1 for a fault, 2 for a wrong argument.`;

await runCommand({
  usage,
  counts: { minutes: 10, clients: 8, users: 20_000, seed: 1 },
  run: async ({ minutes = 0, clients = 0, users = 0, seed = 0 }, say) => {
    const report = await soak({ minutes, clients, users, seed, say });
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
  },
});
