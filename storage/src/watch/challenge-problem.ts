import { isStored } from "../formats/feature.js";
import type { ManifestFeature } from "../release/manifest/feature.js";
import type { Manifest } from "../release/manifest/manifest.js";

/**
 * Why a release cannot be scored on the requests of a champion, as the end of a sentence about it; undefined where it can.
 * Rows are matched by the names of their features. Those that a release by key holds are its own.
 */
export const challengeProblem = (champion: Manifest, challenger: Manifest): string | undefined => {
  if ([champion, challenger].some(({ privacy }) => privacy === "sensitive"))
    return "is of a model about people, whose answers are not recorded one by one, so that nothing could be compared";
  if (challenger.version === champion.version) return "is the champion";
  if (challenger.task !== champion.task) return `is a ${challenger.task}, and the champion is not`;
  if (labelsOf(challenger) !== labelsOf(champion)) return "has other classes than the champion";
  if (keysOf(challenger) !== keysOf(champion)) return "is asked by other keys than the champion";
  return featuresProblem(sentFeatures(champion), sentFeatures(challenger));
};

/** The features that come with a request. */
const sentFeatures = ({ serving, features }: Manifest): readonly ManifestFeature[] =>
  serving.by === "key" ? features.filter((feature) => !isStored(feature)) : features;

const labelsOf = ({ classes = [] }: Manifest): string => JSON.stringify(classes);

const keysOf = ({ serving }: Manifest): string | undefined =>
  serving.by === "key" ? JSON.stringify(serving.keys) : undefined;

const featuresProblem = (
  sent: readonly ManifestFeature[],
  needed: readonly ManifestFeature[],
): string | undefined => {
  const kinds = new Map(sent.map((of) => [of.name, kindOf(of)]));
  const absent = needed.find(({ name }) => !kinds.has(name));
  if (absent !== undefined) return `needs ${absent.name}, which is not in the champion's requests`;
  const other = needed.find((of) => kinds.get(of.name) !== kindOf(of));
  if (other === undefined) return undefined;
  return `takes ${other.name} as a ${kindOf(other)}, and the champion as a ${kinds.get(other.name)}`;
};

const kindOf = ({ type }: ManifestFeature): string => (type === "integer" ? "number" : type);
