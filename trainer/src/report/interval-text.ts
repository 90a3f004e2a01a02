import type { Interval } from "../evaluate/evaluation.js";
import type { RegressionWords } from "../model/words.js";
import type { Locale } from "./language/locale.js";

/** The position of an interval, as the end of a sentence about observations. */
export const intervalText = (
  { by, lower, upper }: Interval,
  { unit }: Pick<RegressionWords, "unit">,
  { text: { regression }, format: { rounded, signed } }: Locale,
): string =>
  by === "factor"
    ? regression.byFactor(rounded(lower), rounded(upper))
    : regression.byDifference(signed(lower), signed(upper), unit);

/** The level of an interval as people write it: 90%. */
export const levelText = ({ level }: Interval, { format }: Locale): string => format.share(level);

/** The ends of the interval around an answer. */
export const intervalAt = (
  { by, lower, upper }: Interval,
  answer: number,
): readonly [from: number, to: number] =>
  by === "factor" ? [answer * lower, answer * upper] : [answer + lower, answer + upper];
