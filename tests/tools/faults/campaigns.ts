import { deletes } from "./deletes/campaign.js";
import { disk } from "./disk/campaign.js";
import { input } from "./input/campaign.js";
import { kill } from "./kill/campaign.js";
import type { Campaign } from "./lib/campaign.js";
import { local } from "./local/campaign.js";
import { memory } from "./memory/campaign.js";
import { names } from "./names/campaign.js";
import { race } from "./race/campaign.js";
import { rot } from "./rot/campaign.js";
import { storage } from "./storage/campaign.js";

/** Every campaign by the name that the command takes, in the order of a run of all. */
export const CAMPAIGNS: Readonly<Record<string, Campaign>> = {
  kill,
  race,
  storage,
  rot,
  disk,
  memory,
  input,
  names,
  deletes,
  local,
};
