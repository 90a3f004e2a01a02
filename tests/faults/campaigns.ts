import { deletes } from "./deletes/campaign.js";
import type { Campaign } from "./lib/campaign.js";
import { names } from "./names/campaign.js";
import { rot } from "./rot/campaign.js";

/** Every campaign by the name that the command takes, in the order of a run of all. */
export const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  rot,
  names,
  deletes,
};
