import type { CampaignResult } from "./campaign.js";

/** What a campaign found, and how long it took. */
export interface CampaignRun extends CampaignResult {
  readonly seconds: number;
}

/** What campaigns found, as a Markdown table. */
export const campaignTable = (runs: readonly CampaignRun[]): string =>
  [
    "| campaign | cases | failures | seconds |",
    "|---|--:|--:|--:|",
    ...runs.map(
      ({ campaign, cases, failures, seconds }) =>
        `| ${campaign} | ${cases} | ${failures.length} | ${Math.round(seconds)} |`,
    ),
  ].join("\n");
