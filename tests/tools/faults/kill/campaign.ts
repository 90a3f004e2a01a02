import { randomOf } from "../../load/lib/random.js";
import type { Campaign } from "../lib/campaign.js";
import type { Verb } from "../lib/trainer-process.js";
import { withWorkshop } from "../lib/workshop.js";
import { tryKilledApi } from "./api.js";
import { openKillLine, type KillLine } from "./line.js";
import { operationMoments, randomMoment, type Moment } from "./moments.js";

/** How many random moments the long form adds to those at every operation. */
const RANDOM = 300;

/** How many apis that must keep their answers the long form kills. */
const APIS = 50;

/** What is killed: a training, and a refresh of the champion's features. Their lines go on at the same time. */
const VERBS: readonly Verb[] = ["train", "refresh"];

/**
 * A run is killed before and after every one of its storage operations in turn, and at random moments. An
 * api that must keep its answers is killed while it gives them.
 *
 * With `cases`, so many of all these moments, evenly spread over both verbs, and one api.
 */
export const kill: Campaign = ({ cases, seed }, say) =>
  withWorkshop(async (workshop) => {
    const failures: string[] = [];
    let killed = 0;
    let tried = 0;
    const counts = await Promise.all(
      VERBS.map(async (verb, i) => {
        const line = await openKillLine(workshop, `line-${verb}`, verb);
        const share = cases === undefined ? undefined : Math.floor((cases + i) / VERBS.length);
        const moments = someOf(momentsOf(line, seed), share);
        for (const moment of moments) {
          const { killed: dead, broken } = await line.tryMoment(moment);
          if (dead) killed++;
          if (broken !== undefined) failures.push(`${verb}, killed ${moment.title}: ${broken}`);
          if (++tried % 25 === 0) say(`kill: ${tried} tried, ${failures.length} failures`);
        }
        return moments.length;
      }),
    );
    const all = counts.reduce((sum, count) => sum + count, 0);
    say(`kill: ${killed} of ${all} runs were killed before their end`);
    const apis = cases === undefined ? APIS : 1;
    for (let at = 0; at < apis; at++) {
      const broken = await tryKilledApi(workshop, { seed, at });
      if (broken !== undefined) failures.push(`an api, the ${at + 1}th that is killed: ${broken}`);
    }
    return { campaign: "kill", cases: all + apis, failures };
  });

const someOf = (all: readonly Moment[], count = all.length): readonly Moment[] => {
  const step = all.length / Math.min(count, all.length);
  return all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
};

const momentsOf = ({ plain }: KillLine, seed: number): Moment[] => [
  ...operationMoments(plain.requests),
  ...Array.from({ length: RANDOM }, (_, i) => randomMoment(randomOf(seed, i), plain.milliseconds)),
];
