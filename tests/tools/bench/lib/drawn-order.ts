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
