import { busiestDay, daysOf } from "./cuts.js";
import type { Comparison } from "./comparison.js";
import { count, type Finding } from "./finding.js";
import { labelPlaces, moveLabel, type InputPlace } from "./own-label.js";
import { tally } from "./tally.js";
import { triedOut, type Trial } from "./trial.js";

/** Days whose observations are looked at, besides the one with the most. */
const DAYS = 2;

const check = "label";

interface Source {
  readonly place: InputPlace;
  readonly found: readonly Comparison[];
}

/**
 * Finds features that are made of the label of their own observation. A column that makes the label, and that has its name
 * or makes it alone, may make no feature. Of columns that make it together one may be known before.
 */
export const checkLabel = async (
  trial: Trial,
  unsteady: ReadonlySet<string>,
): Promise<readonly Finding[]> => {
  const sources = await sourcesOf(trial);
  if (sources.length === 0)
    return [{ check, verdict: "skipped", text: "no column makes the label of its own day" }];
  const isLabel = ({ place }: Source) =>
    sources.length === 1 || place.column === trial.model.columns.label;
  const findings = sources.flatMap((source) => {
    const { observations, moved } = tally(
      source.found.map((found) => [source.place.column, found]),
      unsteady,
    );
    return [...moved].map(([name, { observations: of }]): Finding => ({
      check,
      verdict: isLabel(source) ? "fails" : "warns",
      text: isLabel(source)
        ? `${name} moves in ${count(of)} of ${count(observations)} observations when their own label does`
        : `${name} and the label both move with ${source.place.column}: is it known before the label is?`,
    }));
  });
  if (findings.length > 0) return findings;
  const observations = Math.max(
    ...sources.flatMap(({ found }) => found.map(({ labels }) => labels)),
  );
  const columns = sources.map(({ place }) => place.column).join(", ");
  return [
    {
      check,
      verdict: "ok",
      text: `${count(observations)} observations keep their features when their own label changes, by ${columns}`,
    },
  ];
};

const sourcesOf = async ({ engine, model, world, base }: Trial): Promise<readonly Source[]> => {
  const days = world.asOf === null ? [undefined] : await spread(engine, base, world.asOf);
  const sources: Source[] = [];
  for (const place of labelPlaces(world)) {
    const found: Comparison[] = [];
    for (const day of days) {
      const comparison = await triedOut(() =>
        moveLabel(engine, model, { world, base, place, day }),
      );
      if (comparison !== undefined && comparison.labels > 0) found.push(comparison);
    }
    if (found.length > 0) sources.push({ place, found });
  }
  return sources;
};

const spread = async (
  engine: Trial["engine"],
  base: Trial["base"],
  asOf: string,
): Promise<readonly string[]> => {
  const busiest = await busiestDay(engine, base, asOf);
  const days = await daysOf(engine, base, asOf, DAYS);
  return [...new Set([...(busiest === undefined ? [] : [busiest]), ...days])];
};
