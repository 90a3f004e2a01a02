import type { ManifestFeature, Value } from "@despliega/storage";

import { randomOf, type Random } from "../../tools/load/lib/random.js";

/** Draws rows as callers write them: with missing values, unknown names, and numbers that a release refuses. */
export const drawnRows = (
  features: readonly ManifestFeature[],
  rows: number,
  seed: number,
): readonly (readonly Value[])[] => {
  const random = randomOf(seed, 0);
  return Array.from({ length: rows }, () => features.map((feature) => drawn(feature, random)));
};

const drawn = ({ type, categories, values, range, missing }: ManifestFeature, random: Random) => {
  // Seldom where it spoils the whole row.
  if (random.once(missing === "refused" ? 300 : 8)) return null;
  if (type === "boolean") return random.once(2);
  if (type === "category") return random.pick([...categories!, ...categories!, "quetzal"]);
  if (values !== undefined) return random.once(300) ? 77 : random.pick(values);
  const [least, most] = range ?? [-5, 15];
  const width = most - least;
  const number = least - width / 5 + (random.int(0, 2 ** 30) / 2 ** 30) * width * 1.4;
  if (random.once(600)) return random.pick([-1e300, 1e300, 2 ** 60]);
  return type === "integer" && !random.once(300) ? Math.round(number) : number;
};

/** The number that a release takes for a value, NaN where it is missing; undefined where the release refuses it. */
export const takenNumber = (feature: ManifestFeature, value: Value): number | undefined => {
  const { type, missing, values, bounds, categories = [], unseen } = feature;
  if (value === null) return missing === "refused" ? undefined : NaN;
  if (type === "category") {
    const place = categories.indexOf(String(value));
    if (place >= 0) return place;
    return unseen === "other" ? categories.length : undefined;
  }
  const number = Number(value);
  if (type === "integer" && !Number.isSafeInteger(number)) return undefined;
  if (values !== undefined) return values.includes(number) ? number : undefined;
  const { min = -Infinity, max = Infinity, clip = false } = bounds ?? {};
  const within = Math.min(Math.max(number, min), max);
  return clip || within === number ? within : undefined;
};
