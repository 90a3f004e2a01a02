import type { ManifestFeature } from "../release/manifest/feature.js";

/** A feature that moved an answer, and what the model's definition says of it. */
export interface Reason {
  readonly caracteristica: string;
  readonly motivo: string;
}

/** Credit law asks for at most four (United States, Regulation B, 12 CFR 1002.9, comment 9(b)(2)). */
export const MOST_REASONS = 4;

/** Moves that differ by less are equal: a sum of many trees has such differences by rounding alone. */
const STEP = 1e-9;

/**
 * Makes what lists the features that moved an answer most toward the positive class, most first. Features that moved it
 * equally are in the order of the model. One that moved it the other way, or not at all, is no reason.
 */
export const reasonsOf = (
  features: readonly Pick<ManifestFeature, "name" | "description" | "reason">[],
): ((moved: Float64Array) => readonly Reason[]) => {
  const reasons = features.map(({ name, description, reason }): Reason => ({
    caracteristica: name,
    motivo: reason ?? description,
  }));
  return (moved) => {
    const steps = moved.map((by) => Math.round(by / STEP));
    return Array.from(steps, (_, feature) => feature)
      .filter((feature) => steps[feature]! > 0)
      .sort((one, other) => steps[other]! - steps[one]! || one - other)
      .slice(0, MOST_REASONS)
      .map((feature) => reasons[feature]!);
  };
};
