import type { Figures } from "@despliega/storage";

/** Digits in which what follows from scores agrees on all engines: their exponential functions differ in the last ones. */
const DIGITS = 10;
/** At least half a unit of the last of these digits, relative to the number. */
const HALF_UNIT = 5e-10;

const agreed = (number: number): number => Number(number.toPrecision(DIGITS));

/** An edge between scores, the same on every engine. It is not below the score that it was, so that this one stays in its bin. */
export const agreedEdge = (score: number): number =>
  agreed(score) + Math.abs(agreed(score)) * HALF_UNIT;

/** Figures that follow from scores, the same on every engine. */
export const agreedFigures = (figures: Figures): Figures =>
  Object.fromEntries(
    Object.entries(figures).map(([name, { value, deviation, interval }]) => [
      name,
      {
        value: agreed(value),
        ...(deviation === undefined ? {} : { deviation: agreed(deviation) }),
        ...(interval === undefined
          ? {}
          : { interval: [agreed(interval[0]), agreed(interval[1])] as const }),
      },
    ]),
  );
