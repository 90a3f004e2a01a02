import { Argument, Command } from "commander";

import { runTool, wholeNumber } from "../tool.js";
import { CAMPAIGNS } from "./campaigns.js";
import type { CampaignOptions } from "./lib/campaign.js";
import { campaignTable, type CampaignRun } from "./lib/campaign-table.js";

const program = new Command("npm run faults --")
  .description(
    "Tries what may go wrong between a trainer, the storage and an api: a reader must see one whole release, always.",
  )
  .addArgument(
    new Argument("[campaign...]", "by default all, one after the other").choices(
      Object.keys(CAMPAIGNS),
    ),
  )
  .option("--cases <n>", "how many of each (default: as many as its long form has)", wholeNumber)
  .option("--seed <n>", "the same seed makes the same cases", wholeNumber, 1);

const run = async (
  names: readonly string[],
  options: CampaignOptions,
): Promise<readonly CampaignRun[]> => {
  const runs: CampaignRun[] = [];
  for (const name of names) {
    const started = performance.now();
    const result = await CAMPAIGNS[name]!(
      options,
      (line) => void process.stderr.write(`${line}\n`),
    );
    runs.push({ ...result, seconds: (performance.now() - started) / 1_000 });
  }
  return runs;
};

await runTool(program, async () => {
  const names = program.args.length === 0 ? Object.keys(CAMPAIGNS) : program.args;
  const runs = await run(names, program.opts<CampaignOptions>());
  process.stdout.write(`${campaignTable(runs)}\n`);
  for (const { campaign, failures } of runs)
    for (const failure of failures) process.stdout.write(`FAILURE ${campaign}: ${failure}\n`);
  return runs.every(({ failures }) => failures.length === 0) ? 0 : 1;
});
