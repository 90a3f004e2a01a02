import {
  decoderOf,
  entityReader,
  isStored,
  valueReader,
  type EntityKey,
  type Manifest,
  type Release,
  type Value,
} from "@despliega/storage";

/** A row as a challenger takes it. */
export interface ChallengerRow {
  readonly values: Float64Array;
  /** Whether it is about an entity without history. */
  readonly isNew: boolean;
}

/** Makes the row of a challenger; undefined where it does not take such a row, or does not know the entity. */
export type ReadChallengerRow = (
  champion: Float64Array,
  key: EntityKey | undefined,
) => ChallengerRow | undefined;

/**
 * Makes what turns the rows of a champion into those of a challenger. Features of the request are matched by name, and
 * checked as if they came with a request to the challenger; what a release holds of an entity is the challenger's own.
 */
export const challengerRows = (champion: Manifest, challenger: Release): ReadChallengerRow => {
  const { features } = challenger.manifest;
  const readEntity = entityReader(challenger);
  const sent = features.flatMap((feature, to) => {
    if (readEntity !== undefined && isStored(feature)) return [];
    const from = champion.features.findIndex(({ name }) => name === feature.name);
    return [{ to, from, decode: decoderOf(champion.features[from]!), read: valueReader(feature) }];
  });

  const take = (row: Float64Array, values: Float64Array): boolean =>
    sent.every(({ to, from, decode, read }) => {
      const value: Value = decode(row[from]!);
      const taken = read(value);
      if (typeof taken === "number") values[to] = taken;
      return typeof taken === "number";
    });

  return (row, key) => {
    const values = new Float64Array(features.length);
    const known = readEntity === undefined || key === undefined ? "known" : readEntity(key, values);
    if (known === undefined || !take(row, values)) return undefined;
    return { values, isNew: known === "new" };
  };
};
