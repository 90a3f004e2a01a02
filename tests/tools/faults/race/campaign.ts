import type { Campaign } from "../lib/campaign.js";
import { startTrainer } from "../lib/trainer-process.js";
import { withWorkshop } from "../lib/workshop.js";
import { raceRound } from "./round.js";

/** Rounds of the long form: a hundred with each number of trainers. */
const ROUNDS = 300;

const TRAINERS = [2, 4, 8] as const;

/**
 * 2, 4 and 8 trainers, each a process, publish the same model at once, round after round in one container. Every other
 * trainer only refreshes the features of the champion. In every other round for each number of trainers, the last mover has died before it could record its move.
 */
export const race: Campaign = ({ cases = ROUNDS }, say) =>
  withWorkshop(async (workshop) => {
    const container = "race";
    const first = await startTrainer(
      {
        AZURE_STORAGE_CONNECTION_STRING: workshop.connectionString,
        DESPLIEGA_CONTAINER_NAME: container,
        TMPDIR: await workshop.directory(container),
      },
      workshop.input,
    ).ended;
    if (first.code !== 0) throw new Error(`the first run ends with ${first.code}: ${first.stderr}`);
    const failures: string[] = [];
    for (let round = 0; round < cases; round++) {
      const trainers = TRAINERS[round % TRAINERS.length]!;
      const meeting = Math.floor(round / TRAINERS.length) % 2 === 0 ? "ledger" : "pointer";
      const broken = await raceRound(workshop, container, trainers, meeting);
      if (broken !== undefined)
        failures.push(`round ${round}, ${trainers} trainers at the ${meeting}: ${broken}`);
      if (round % 10 === 9) say(`race: ${round + 1} of ${cases}, ${failures.length} failures`);
    }
    return { campaign: "race", cases, failures };
  });
