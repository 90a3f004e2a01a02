import { daysOf } from "./cuts.js";
import { count, type Finding } from "./finding.js";
import { moveLaterEvents, type Change } from "./later-events.js";
import type { Comparison } from "./comparison.js";
import { tally } from "./tally.js";
import { triedOut, type Trial } from "./trial.js";

/** Days after which events are altered. */
const DAYS = 3;

const CHANGES: readonly Change[] = ["removed", "changed", "added"];

const check = "future";

/** Finds features that look into the future: those that move when events after an observation's day do. */
export const checkFuture = async (
  { engine, model, world, base }: Trial,
  unsteady: ReadonlySet<string>,
): Promise<readonly Finding[]> => {
  const skipped = (text: string): readonly Finding[] => [{ check, verdict: "skipped", text }];
  if (world.asOf === null) return skipped("no input has a time");
  const days = await daysOf(engine, base, world.asOf, DAYS);
  const found: (readonly [Change, Comparison])[] = [];
  const refused = new Set<Change>();
  for (const day of days)
    for (const change of CHANGES) {
      const options = { world, base, day, changes: [change] };
      const comparison = await triedOut(() => moveLaterEvents(engine, model, options));
      if (comparison === undefined) refused.add(change);
      else found.push([change, comparison]);
    }
  const { observations, moved } = tally(found, unsteady);
  const findings: Finding[] = [...moved].map(([name, { observations: of, by }]) => ({
    check,
    verdict: "fails",
    text: `${name} moves in ${count(of)} of ${count(observations)} observations when later events are ${by.join(", ")}`,
  }));
  if (refused.size > 0)
    findings.push({
      check,
      verdict: "warns",
      text: `features.sql cannot take events that are ${[...refused].join(", ")}: a value is refused`,
    });
  if (findings.length > 0) return findings;
  if (observations === 0) return skipped("no observation has a day before the cut-off");
  return [
    {
      check,
      verdict: "ok",
      text: `${count(observations)} observations keep their features when later events are removed, changed and added`,
    },
  ];
};
