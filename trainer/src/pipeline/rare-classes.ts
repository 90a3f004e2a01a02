import type { Side } from "../dataset/split.js";
import type { Classes } from "../model/classes.js";
import type { Progress } from "./progress.js";

/** With fewer observations than this, what is learned of a class is what its single observations happen to be. */
const RARE = 10;

/** Warns of classes with a name that have few training observations. */
export const warnOfRareClasses = (
  { notice }: Pick<Progress, "notice">,
  { classes: names = [] }: Classes,
  { classes: counts = [] }: Side,
): void => {
  for (const [code, name] of names.entries()) {
    const count = counts[code]!;
    if (count < RARE)
      notice(
        `class ${name} has ${count} training observations, too few to rely on: give it more, or group it with another`,
      );
  }
};
