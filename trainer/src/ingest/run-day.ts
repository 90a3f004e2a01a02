import { OptionInvalid } from "../errors/errors.js";
import type { ModelDefinition } from "../model/model.js";

/** The day of a run, in UTC, as YYYY-MM-DD; a recorded parameter of it. */
export const runDayOf = (now: Date): string => now.toISOString().slice(0, 10);

/**
 * Checks that a cut-off is not after the day of the run, on which nothing later can have happened.
 *
 * @throws `OPTION_INVALID` unless an input of the model takes what happens later
 */
export const requirePast = (
  { inputs }: Pick<ModelDefinition, "inputs">,
  asOf: string | undefined,
  runDay: string,
): void => {
  if (asOf === undefined || asOf <= runDay || inputs.some(({ future }) => future === "allowed"))
    return;
  throw new OptionInvalid({
    option: "--as-of",
    problem: `must not be after the day of the run, ${runDay} in UTC: what happens until then is not known yet`,
  });
};
