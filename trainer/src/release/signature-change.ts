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
    retyped: kept.filter((name) => kindOf(of(since.features, name)) !== kindOf(of(features, name))),
    reordered: names.filter((name) => kept.includes(name)).join() !== kept.join(),
  };
  const { added, removed, retyped, reordered } = change;
  return added.length + removed.length + retyped.length > 0 || reordered ? change : undefined;
};

const kindOf = ({ type, missing }: ManifestFeature): string =>
  `${type}${missing === "refused" ? "" : " or missing"}`;
