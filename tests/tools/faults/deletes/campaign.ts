import { startAzurite } from "@despliega/storage/azurite";

import type { Campaign } from "../lib/campaign.js";
import type { Explored } from "../lib/interleave.js";
import { race } from "./processes.js";
import { CROWDS, deathAfter, DIED, MEETINGS, tryMeeting, type Meeting } from "./scenes.js";

/**
 * Lets prunes meet promotions, rollbacks and trainings: in memory in every order of their storage operations, and in
 * processes of their own on Azurite. Champion and predecessor are always whole, and so is what served within the grace.
 */
export const deletes: Campaign = async ({ cases = 2_000, seed }, say) => {
  const failures: string[] = [];
  let tried = 0;
  const meet = async (name: string, meeting: Meeting, turns: number): Promise<Explored> => {
    const explored = await tryMeeting(meeting, turns);
    say(`deletes: ${explored.orders} orders of a prune and ${name}`);
    tried += explored.orders;
    failures.push(...explored.broken.slice(0, 3).map((problem) => `${name}: ${problem}`));
    return explored;
  };
  // All orders go into the hundreds of thousands; a fault needs few turns from one actor to the other.
  for (const [name, meeting] of Object.entries(MEETINGS)) await meet(name, meeting, 3);
  for (const [name, meeting] of Object.entries(CROWDS)) await meet(name, meeting, 2);
  let died = true;
  for (let after = 0; died; after++) {
    const { endings } = await meet(`a promotion, dead after ${after}`, deathAfter(after), 2);
    died = endings.some(({ prune }) => prune === DIED);
  }
  const azurite = await startAzurite();
  try {
    const times = Math.ceil(cases / 5);
    const raced = await race(azurite.connectionString, times, seed);
    say(`deletes: ${JSON.stringify(raced.counts)}, the champion opened ${raced.opened} times`);
    tried += times * 5;
    failures.push(...raced.failures);
  } finally {
    await azurite.close();
  }
  return { campaign: "deletes", cases: tried, failures };
};
