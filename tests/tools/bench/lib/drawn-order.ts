import { setTimeout as sleep } from "node:timers/promises";

import { drawStream } from "@despliega/trainer/estimators/draw.js";

/** Between two contestants, so that what one left over is done. */
export const PAUSE_MS = 200;

/** The contestants of a round in an order that is drawn, the same one in every run of the bench. */
export const drawnOrder = <Contestant>(
  contestants: readonly Contestant[],
  round: number,
): Contestant[] => {
  const draw = drawStream(1, round);
  const left = [...contestants];
  return contestants.map(() => left.splice(draw(left.length), 1)[0]!);
};

/** Runs contestants in rounds, each round in an order that is drawn, with pauses. @param round counts from 1 */
export const inRounds = async (
  rounds: number,
  contestants: readonly ((round: number) => Promise<void>)[],
): Promise<void> => {
  for (let round = 1; round <= rounds; round += 1)
    for (const contestant of drawnOrder(contestants, round)) {
      await sleep(PAUSE_MS);
      await contestant(round);
    }
};
