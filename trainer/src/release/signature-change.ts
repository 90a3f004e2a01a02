import type { Manifest, ManifestFeature } from "@despliega/storage";

type Change = NonNullable<Manifest["signatureChange"]>;

/**
 * What callers have to change when a candidate replaces the champion.
 *
 * @returns undefined when every request stays valid
 */
export const signatureChange = (
  since: Pick<Manifest, "version" | "features">,
  features: readonly ManifestFeature[],
): Change | undefined => {
  const names = features.map(({ name }) => name);
  const before = since.features.map(({ name }) => name);
  const kept = before.filter((name) => names.includes(name));
  const of = (list: readonly ManifestFeature[], name: string) =>
    list.find((feature) => feature.name === name)!;
  const change: Change = {
    since: since.version,
    added: names.filter((name) => !before.includes(name)),
    removed: before.filter((name) => !names.includes(name)),
    retyped: kept.filter((name) => changes(of(since.features, name), of(features, name))),
    reordered: names.filter((name) => kept.includes(name)).join() !== kept.join(),
  };
  const { added, removed, retyped, reordered } = change;
  return added.length + removed.length + retyped.length > 0 || reordered ? change : undefined;
};

const changes = (before: ManifestFeature, after: ManifestFeature): boolean =>
  kindOf(before) !== kindOf(after) || isNarrower(before, after);

const kindOf = ({ type, missing, from }: ManifestFeature): string =>
  `${type}${missing === "refused" ? "" : " or missing"}${from === undefined ? "" : " from the request"}`;

/** Whether a category or a number that was taken before is refused now. */
const isNarrower = (before: ManifestFeature, after: ManifestFeature): boolean => {
  if (after.type === "category") {
    const known = new Set(after.categories);
    return (
      after.unseen !== "other" &&
      (before.unseen === "other" || before.categories?.every((name) => known.has(name)) !== true)
    );
  }
  const { values } = after;
  if (values !== undefined) return before.values?.every((value) => values.includes(value)) !== true;
  const [low, high] = endsOf(before);
  const [least, most] = endsOf(after);
  return least > low || most < high;
};

/** The least and the greatest number that is taken. */
const endsOf = ({ values, bounds }: ManifestFeature): readonly [number, number] => {
  if (values !== undefined) return [Math.min(...values), Math.max(...values)];
  return bounds === undefined || bounds.clip === true
    ? [-Infinity, Infinity]
    : [bounds.min ?? -Infinity, bounds.max ?? Infinity];
};
