import { number, rounded, signed } from "./format.js";
import type { Interval } from "../evaluate/evaluation.js";
import type { RegressionWords } from "../model/words.js";

/** The position of an interval, as the end of a sentence about observations. */
export const intervalText = (
  { by, lower, upper }: Interval,
  { unit }: Pick<RegressionWords, "unit">,
): string =>
  by === "factor"
    ? `between ${rounded(lower)} and ${rounded(upper)} times their answer`
    : `between ${signed(lower)} and ${signed(upper)} ${unit} from their answer`;

/** The level of an interval as people write it: 90%. */
export const levelText = ({ level }: Interval): string => `${number(100 * level)}%`;

/** The ends of the interval around an answer. */
export const intervalAt = (
  { by, lower, upper }: Interval,
  answer: number,
): readonly [from: number, to: number] =>
  by === "factor" ? [answer * lower, answer * upper] : [answer + lower, answer + upper];
