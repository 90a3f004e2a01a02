import type {
  Comparison,
  Drift,
  DriftedFeature,
  DriftedScore,
  Reference,
  ReferenceFeature,
  ReferenceScore,
} from "@despliega/storage";

import { sharesOf } from "./distances.js";
import { adjustedFor } from "./false-findings.js";
import { binsOf, movedBetween, type Counted, type Moved } from "./moved.js";

/** Counts of some answers, in the order of the reference. */
export interface CountedAnswers {
  /** Answers that are counted. */
  readonly counted: number;
  readonly features: readonly Counted[];
  readonly scores: readonly Counted[];
}

/** What is a large effect, and when there are enough answers. */
export interface DriftRules {
  /** Stability index from which on a feature or a score drifted. */
  readonly psi: number;
  /** Other indexes, by feature. */
  readonly psiOf: Readonly<Record<string, number>>;
  /** Fewest counted answers that are compared. */
  readonly least: number;
}

/** The largest share of false findings among the features and scores that drifted. */
export const LEVEL = 0.05;

/**
 * Compares the answers of a window with the reference of a release and with the window before. A feature or a score drifted where
 * the effect is large and chance alone rarely makes one, all comparisons counted.
 *
 * @param classes of the scores, from three classes on
 */
export const driftOf = (
  reference: Reference,
  now: CountedAnswers,
  before: CountedAnswers,
  rules: DriftRules,
  classes: readonly string[] = [],
): Drift => {
  const enough = now.counted >= rules.least;
  const features = reference.features.map((feature, i) =>
    pairOf(feature.name, referenceOf(feature), now.features[i]!, before.features[i]!),
  );
  const scores = reference.scores.map((score, i) =>
    pairOf(classes[i], referenceOfScore(score), now.scores[i]!, before.scores[i]!),
  );
  const pairs = [...features, ...scores];
  const comparable = (counted: Counted) => enough && total(counted) >= rules.least;
  const found = pairs.map(({ usual, now: counted, before: previous }) => ({
    comparison: comparable(usual.counted) ? movedBetween(usual.counted, counted) : undefined,
    before: comparable(previous) ? movedBetween(previous, counted) : undefined,
  }));
  const tests = found.flatMap(({ comparison, before: since }) =>
    [comparison, since].filter((moved) => moved !== undefined),
  );
  const adjusted = new Map<Moved, number>(
    adjustedFor(tests.map(({ p }) => p)).map((p, i) => [tests[i]!, p]),
  );
  const decide = (moved: Moved | undefined, threshold: number): Comparison | undefined => {
    if (moved === undefined) return undefined;
    const p = adjusted.get(moved)!;
    const drifted = moved.psi >= threshold && p <= LEVEL;
    return { ...moved, adjusted: p, threshold, drifted };
  };
  const told = (pair: Pair, i: number) => {
    const threshold = (pair.name === undefined ? undefined : rules.psiOf[pair.name]) ?? rules.psi;
    const comparison = decide(found[i]!.comparison, threshold);
    const since = decide(found[i]!.before, threshold);
    return {
      against: {
        reference: pair.usual.called,
        ...(comparison === undefined ? {} : { comparison }),
        ...(since === undefined ? {} : { before: since }),
      },
      bins: {
        names: [...pair.usual.names],
        reference: sharesOf(binsOf(pair.usual.counted)),
        now: sharesOf(binsOf(pair.now)),
        ...(total(pair.before) === 0 ? {} : { before: sharesOf(binsOf(pair.before)) }),
      },
    };
  };
  return {
    level: LEVEL,
    least: rules.least,
    enough,
    features: features.map((pair, i): DriftedFeature => ({
      feature: pair.name!,
      ...told(pair, i),
    })),
    scores: scores.map((pair, i): DriftedScore => ({
      ...(pair.name === undefined ? {} : { class: pair.name }),
      ...told(pair, features.length + i),
    })),
  };
};

/** The counts of a reference, what they count, and the names of their bins. */
interface Usual {
  readonly called: DriftedFeature["against"]["reference"];
  readonly counted: Counted;
  readonly names: readonly string[];
}

/** What is compared. */
interface Pair {
  readonly name: string | undefined;
  readonly usual: Usual;
  readonly now: Counted;
  readonly before: Counted;
}

const pairOf = (name: string | undefined, usual: Usual, now: Counted, before: Counted): Pair => ({
  name,
  usual,
  now,
  before,
});

/** Of a model by key the entities that it serves, since training observations are of an earlier time in their lives. */
const referenceOf = (feature: ReferenceFeature): Usual => {
  const { served } = feature;
  const called = served === undefined ? "training" : "served";
  if (feature.kind === "names") {
    const { counts, other, missing } = feature.served ?? feature.training;
    const counted = { kind: feature.kind, counts, other, missing };
    return { called, counted, names: [...feature.names, "other", "missing"] };
  }
  const { counts, fine, missing } = feature.served ?? feature.training;
  const counted = { kind: feature.kind, counts, fine, missing, other: 0 };
  return { called, counted, names: binNames(feature.edges) };
};

const referenceOfScore = ({ kind, edges, test, served }: ReferenceScore): Usual => {
  const { counts, fine, missing } = served ?? test;
  const counted = { kind, counts, fine, missing, other: 0 };
  return { called: served === undefined ? "test" : "served", counted, names: binNames(edges) };
};

const binNames = (edges: readonly number[]): string[] => {
  if (edges.length === 0) return ["all", "missing"];
  const inner = edges.slice(1).map((edge, i) => `${shown(edges[i]!)}–${shown(edge)}`);
  return [`≤ ${shown(edges[0]!)}`, ...inner, `> ${shown(edges.at(-1)!)}`, "missing"];
};

const shown = (edge: number): string => String(Number(edge.toPrecision(4)));

const total = (counted: Counted): number => binsOf(counted).reduce((sum, count) => sum + count, 0);
