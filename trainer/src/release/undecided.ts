import type { Manifest } from "@despliega/storage";

import { shown } from "./shown.js";

/**
 * The comparisons with the champion that the test observations cannot decide, each in words with the difference and its
 * interval: how much better the candidate is.
 */
export const undecidedOf = ({ gates }: Pick<Manifest, "gates">): string[] =>
  gates
    .filter(({ verdict }) => verdict === "cannot tell")
    .map(({ rule, difference = NaN, interval }) => {
      const ends = interval === undefined ? "" : `, 95 %: ${interval.map(shown).join(" to ")}`;
      return `${rule} (difference ${shown(difference)}${ends})`;
    });

/** The end of a sentence on a release that is promoted although something is undecided; empty where nothing is. */
export const cannotTell = (manifest: Pick<Manifest, "gates">): string => {
  const undecided = undecidedOf(manifest);
  return undecided.length === 0 ? "" : `; cannot tell ${undecided.join(" and ")}`;
};
