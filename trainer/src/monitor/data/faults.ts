import type { DataFault, FeatureData, Reference, ReferenceFeature } from "@despliega/storage";

import type { FeatureDay, Kind } from "./feature-days.js";

/** Fewer answers than this say nothing about a day. */
export const LEAST_OF_DAY = 50;

/** The kinds of faults, each with the values that make it. */
const FAULTS = [
  ["missing", "missing"],
  ["out of range", "far"],
  ["unseen", "unseen"],
] as const satisfies readonly (readonly [DataFault["kind"], Kind])[];

/** What share of a feature's values is of a kind, where the release counted it. */
const usualOf = (feature: ReferenceFeature): Readonly<Record<DataFault["kind"], number>> => {
  const counts = feature.served ?? feature.training;
  const other = "other" in counts ? counts.other : 0;
  const all = counts.counts.reduce((sum, count) => sum + count, counts.missing + other);
  const share = (count: number) => (all === 0 ? 0 : count / all);
  return { missing: share(counts.missing), "out of range": 0, unseen: share(other) };
};

/** How the values of each feature were over some days. */
export const featureDataOf = (reference: Reference, days: readonly FeatureDay[]): FeatureData[] => {
  const answers = days.reduce((sum, day) => sum + day.answers, 0);
  return reference.features.map((feature, i) => {
    const usual = usualOf(feature);
    const share = (kind: Kind): number | undefined => {
      const counts = days.map(({ features }) => features[i]![kind]);
      if (counts[0] === undefined) return undefined;
      return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0) / answers;
    };
    const [outOfRange, unseen] = [share("beyond"), share("unseen")];
    return {
      feature: feature.name,
      missing: share("missing") ?? 0,
      ...(outOfRange === undefined ? {} : { outOfRange }),
      ...(unseen === undefined ? {} : { unseen }),
      reference: {
        missing: usual.missing,
        ...(unseen === undefined ? {} : { unseen: usual.unseen }),
      },
    };
  });
};

/**
 * Finds what is broken rather than different: days on which far more values of a feature than usual are missing, beyond the
 * range of training by more than its width, or no category of the release. Such days that follow each other are one fault.
 * Values that grow beyond the range by less are drift.
 *
 * @param more how much larger than usual the share of a day must be
 */
export const faultsOf = (
  reference: Reference,
  days: readonly FeatureDay[],
  more: number,
): DataFault[] => {
  const full = days.filter(({ answers }) => answers >= LEAST_OF_DAY);
  return reference.features.flatMap((feature, i) => {
    const usual = usualOf(feature);
    return FAULTS.flatMap(([kind, counted]) => {
      const found: DataFault[] = [];
      let open: DataFault | undefined;
      for (const { day, answers, features } of full) {
        const share = (features[i]![counted] ?? 0) / answers;
        if (share < usual[kind] + more) open = undefined;
        else if (open === undefined) {
          open = { feature: feature.name, kind, from: day, to: day, share, usual: usual[kind] };
          found.push(open);
        } else Object.assign(open, { to: day, share: Math.max(open.share, share) });
      }
      return found;
    });
  });
};
