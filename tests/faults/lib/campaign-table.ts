import type { CampaignResult } from "./campaign.js";

/** What campaigns found, as a Markdown table. */
export const campaignTable = (results: readonly CampaignResult[]): string =>
  [
    "| campaign | cases | failures |",
    "|---|--:|--:|",
    ...results.map(
      ({ campaign, cases, failures }) => `| ${campaign} | ${cases} | ${failures.length} |`,
    ),
  ].join("\n");
