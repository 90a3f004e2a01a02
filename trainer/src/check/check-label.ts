import { busiestDay, daysOf } from "./cuts.js";
import { count, type Finding } from "./finding.js";
import {
  isOwn,
  labelPlaces,
  moveLabel,
  type InputPlace,
  type LabelComparison,
} from "./own-label.js";
import { triedOut, type Trial } from "./trial.js";

/** Days whose observations are looked at, besides the one with the most. */
const DAYS = 2;

const check = "label";

interface Source {
  readonly place: InputPlace;
  readonly found: readonly LabelComparison[];
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
  const findings = sources.flatMap((source) => findingsOf(trial, source, sources, unsteady));
  if (findings.length > 0) return findings;
  const observations = Math.max(
    ...sources.flatMap(({ found }) => found.map(({ observations: of }) => of)),
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

const findingsOf = (
  { model }: Trial,
  { place, found }: Source,
  sources: readonly Source[],
  unsteady: ReadonlySet<string>,
): readonly Finding[] => {
  const isLabel =
    !found.some(({ series }) => series) &&
    (sources.length === 1 || place.column === model.columns.label);
  const findings = new Map<string, Finding>();
  for (const comparison of found)
    for (const moved of comparison.moved.filter(({ name }) => !unsteady.has(name))) {
      const { name, observations } = moved;
      const own = isOwn(moved, comparison);
      if (findings.get(name)?.verdict === "fails" || (findings.has(name) && !own)) continue;
      const when = own
        ? "when their own label does"
        : "with labels of other rows: are those known?";
      findings.set(name, {
        check,
        verdict: isLabel && own ? "fails" : "warns",
        text: isLabel
          ? `${name} moves in ${count(observations)} of ${count(comparison.observations)} observations ${when}`
          : `${name} and the label both move with ${place.column}: is it known before the label is?`,
      });
    }
  return [...findings.values()];
};

const sourcesOf = async ({ engine, model, world, base }: Trial): Promise<readonly Source[]> => {
  const days = world.asOf === null ? [undefined] : await spread(engine, base, world.asOf);
  const sources: Source[] = [];
  for (const place of labelPlaces(model, world)) {
    const found: LabelComparison[] = [];
    for (const day of days) {
      const comparison = await triedOut(() =>
        moveLabel(engine, model, { world, base, place, day }),
      );
      if (comparison !== undefined && comparison.observations > 0) found.push(comparison);
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
