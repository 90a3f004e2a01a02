import { parseArgs } from "node:util";

import { CAMPAIGNS } from "./campaigns.js";
import type { Campaign, CampaignOptions } from "./lib/campaign.js";
import { campaignTable, type CampaignRun } from "./lib/campaign-table.js";

const usage = `npm run faults -- [campaign ...] [--cases N] [--seed S]

Tries what may go wrong between a trainer, the storage and an api: a reader must see one whole release, always.
campaign  ${Object.keys(CAMPAIGNS).join(", ")}; by default all, one after the other
--cases   how many of each; by default as many as its long form has
--seed    the same seed makes the same cases; by default 1
Exit code 1 for a failure, 2 for a wrong argument.`;

interface Arguments extends CampaignOptions {
  readonly campaigns: readonly Campaign[];
}

const parse = (): Arguments | undefined => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      help: { type: "boolean", default: false },
      cases: { type: "string" },
      seed: { type: "string", default: "1" },
    },
  });
  if (values.help) return undefined;
  return {
    campaigns: positionals.length === 0 ? Object.values(CAMPAIGNS) : positionals.map(campaignOf),
    cases: values.cases === undefined ? undefined : countOf("cases", values.cases),
    seed: countOf("seed", values.seed),
  };
};

const campaignOf = (name: string): Campaign => {
  const campaign = Object.hasOwn(CAMPAIGNS, name) ? CAMPAIGNS[name] : undefined;
  if (campaign === undefined) throw new Error(`there is no campaign ${name}`);
  return campaign;
};

const countOf = (name: string, text: string): number => {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new Error(`--${name} takes a whole number`);
};

const parsed = (): Arguments | undefined | "wrong" => {
  try {
    return parse();
  } catch (error) {
    process.stderr.write(`${(error as Error).message}\n\n${usage}\n`);
    return "wrong";
  }
};

const run = async ({ campaigns, ...options }: Arguments): Promise<CampaignRun[]> => {
  const runs: CampaignRun[] = [];
  for (const campaign of campaigns) {
    const started = performance.now();
    const result = await campaign(options, (line) => void process.stderr.write(`${line}\n`));
    runs.push({ ...result, seconds: (performance.now() - started) / 1_000 });
  }
  return runs;
};

const given = parsed();
if (given === "wrong") process.exitCode = 2;
else if (given === undefined) process.stdout.write(`${usage}\n`);
else {
  const runs = await run(given);
  process.stdout.write(`${campaignTable(runs)}\n`);
  for (const { campaign, failures } of runs)
    for (const failure of failures) process.stdout.write(`FAILURE ${campaign}: ${failure}\n`);
  process.exitCode = runs.every(({ failures }) => failures.length === 0) ? 0 : 1;
}
