import type { ManifestFeature } from "../release/manifest/feature.js";

const MAX_LISTED = 20;

/** What a feature may be, in words. */
export const expectedOf = (feature: ManifestFeature): string => {
  const value = valueOf(feature);
  return feature.missing === "refused" ? value : `${value}, or a missing value`;
};

const valueOf = ({ type, values, categories, unseen, bounds }: ManifestFeature): string => {
  if (type === "boolean") return "true or false";
  if (type === "category")
    return unseen === "other" ? "a text" : `one of ${listOf(categories ?? [])}`;
  if (values !== undefined) return `one of ${listOf(values.map(String))}`;
  if (bounds === undefined || bounds.clip) return ANY[type];
  const { min, max } = bounds;
  if (max === undefined) return `${KIND[type]} of at least ${min}`;
  return min === undefined
    ? `${KIND[type]} of at most ${max}`
    : `${KIND[type]} from ${min} to ${max}`;
};

/** Names or values with commas between them, the first of many. */
export const listOf = (items: readonly string[]): string =>
  items.length > MAX_LISTED
    ? `${items.slice(0, MAX_LISTED).join(", ")} and ${items.length - MAX_LISTED} more`
    : items.join(", ");

const KIND = { integer: "a whole number", number: "a number" } as const;

const ANY = {
  integer: `a whole number from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`,
  number: "a finite number",
} as const;
