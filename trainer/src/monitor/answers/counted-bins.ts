import type { BinLine, Reference } from "@despliega/storage";

import type { CountedAnswers } from "../drift/drift-of.js";
import type { Counted } from "../drift/moved.js";

type Bins = Readonly<Record<string, number>>;

/**
 * Adds up what processes counted of answers about people, by the bins of a reference. Counts are rounded down to tens, so that
 * nobody is counted alone.
 *
 * @param lines of one release
 */
export const countedBins = (reference: Reference, lines: readonly BinLine[]): CountedAnswers => {
  const features = reference.features.map((feature) => {
    const bins = feature.kind === "names" ? feature.names.length : feature.edges.length + 1;
    return added(
      feature.kind,
      bins,
      lines.map((line) => line.bins.features[feature.name] ?? {}),
    );
  });
  const scores = reference.scores.map(({ edges }, place) =>
    added(
      "numbers",
      edges.length + 1,
      lines.map((line) => line.bins.scores[place] ?? {}),
    ),
  );
  // Rounding takes least from the feature with the fewest bins.
  const counted = Math.max(0, ...[...features, ...scores].map(total));
  return { counted, features, scores };
};

const added = (kind: Counted["kind"], bins: number, lines: readonly Bins[]): Counted => {
  const sum = (bin: string) => lines.reduce((all, line) => all + (line[bin] ?? 0), 0);
  const counts = Array.from({ length: bins }, (_, place) => sum(`${place}`));
  return { kind, counts, missing: sum("missing"), other: kind === "names" ? sum("other") : 0 };
};

const total = ({ counts, missing, other }: Counted): number =>
  counts.reduce((sum, count) => sum + count, missing + other);
