import { randomOf } from "../../load/lib/random.js";
import type { Campaign } from "../lib/campaign.js";
import { inParallel } from "../lib/in-parallel.js";
import { withWorkshop } from "../lib/workshop.js";
import { openKillLine, type KillLine } from "./line.js";
import { operationMoments, randomMoment, type Moment } from "./moments.js";

/** How many random moments the long form adds to those at every operation. */
const RANDOM = 300;

/** Lines that go on at the same time. */
const LINES = 2;

/**
 * A trainer is killed before and after every storage operation of a run in turn, and at random moments.
 *
 * With `cases`, so many of all these moments, evenly spread.
 */
export const kill: Campaign = ({ cases, seed }, say) =>
  withWorkshop(async (workshop) => {
    const lines = await Promise.all(
      Array.from({ length: LINES }, (_, i) => openKillLine(workshop, `line-${i}`)),
    );
    const all = momentsOf(lines[0]!, seed);
    const step = all.length / Math.min(cases ?? all.length, all.length);
    const moments = all.filter((_, i) => Math.floor(i / step) !== Math.floor((i - 1) / step));
    const failures: string[] = [];
    let killed = 0;
    let tried = 0;
    const free = [...lines];
    await inParallel(moments, LINES, async (moment) => {
      const line = free.pop()!;
      const { killed: dead, broken } = await line.tryMoment(moment);
      free.push(line);
      if (dead) killed++;
      if (broken !== undefined) failures.push(`killed ${moment.title}: ${broken}`);
      if (++tried % 25 === 0)
        say(`kill: ${tried} of ${moments.length}, ${failures.length} failures`);
    });
    say(`kill: ${killed} of ${moments.length} runs were killed before their end`);
    return { campaign: "kill", cases: moments.length, failures };
  });

const momentsOf = ({ plain }: KillLine, seed: number): Moment[] => [
  ...operationMoments(plain.requests),
  ...Array.from({ length: RANDOM }, (_, i) => randomMoment(randomOf(seed, i), plain.milliseconds)),
];
