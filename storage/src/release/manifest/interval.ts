import { z } from "zod";

import { isRising, linearBetween } from "../../formats/linear-between.js";
import { finite } from "./fields.js";

/** About this share of the true values is between two ends, which depend on the answer. */
export const Interval = z
  .strictObject({
    level: finite.gt(0).lt(1),
    /** Whether `lower` and `upper` multiply an answer or are added to it. */
    by: z.enum(["factor", "difference"]),
    /** Answers, each above the one before. */
    at: z.array(finite).min(1).refine(isRising, { error: "does not rise" }),
    /** One for each of these answers; linear between two of them, and constant beyond the first and the last. */
    lower: z.array(finite),
    upper: z.array(finite),
    /** No true value is below it: an end or an answer that is counts as it. Default: there is no such number. */
    least: finite.optional(),
  })
  .refine(({ at, lower, upper }) => lower.length === at.length && upper.length === at.length, {
    error: "have another number of ends than of answers",
    path: ["lower"],
  });
export type Interval = z.infer<typeof Interval>;

/** Makes the function from an answer to the ends of its interval, in the unit of the answer. */
export const endsOf = ({
  by,
  at,
  lower,
  upper,
  least = -Infinity,
}: Interval): ((answer: number) => readonly [from: number, to: number]) => {
  const [low, high] = [linearBetween(at, lower), linearBetween(at, upper)];
  const end = (answer: number, moved: number) =>
    Math.max(least, by === "factor" ? answer * moved : answer + moved);
  return (answered) => {
    const answer = Math.max(least, answered);
    return [end(answer, low(answer)), end(answer, high(answer))];
  };
};
