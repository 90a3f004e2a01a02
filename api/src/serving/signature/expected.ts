import type { ManifestFeature } from "@despliega/storage";

const MAX_LISTED = 20;

/** What a feature may be, in words. */
export const expectedOf = ({ type, values, missing }: ManifestFeature): string => {
  const value = values === undefined ? ANY[type] : `one of ${listOf(values.map(String))}`;
  return missing === "refused" ? value : `${value}, or a missing value`;
};

/** Names or values with commas between them, the first of many. */
export const listOf = (items: readonly string[]): string =>
  items.length > MAX_LISTED
    ? `${items.slice(0, MAX_LISTED).join(", ")} and ${items.length - MAX_LISTED} more`
    : items.join(", ");

const ANY = {
  integer: `a whole number from ${Number.MIN_SAFE_INTEGER} to ${Number.MAX_SAFE_INTEGER}`,
  number: "a finite number",
} as const;
