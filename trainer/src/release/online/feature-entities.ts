import { decoderOf, isStored, type ByKey, type Entity, type Release } from "@despliega/storage";

import { cellsOf, onlineColumn } from "./cells.js";
import { rowKeysOf } from "./row-keys.js";

/** The online features of a release, as the api reads them: for each entity its key and its features. */
export async function* featureEntities(
  { manifest, table }: Release,
  { keys }: ByKey,
): AsyncGenerator<Entity, void, undefined> {
  if (table === undefined) return;
  const { features } = manifest;
  const stored = features.flatMap((feature, at) => (isStored(feature) ? [{ ...feature, at }] : []));
  const columns = [...keys, ...stored].map(({ name, type }) => onlineColumn(name, type));
  const decoders = stored.map((feature) => ({ at: feature.at, decode: decoderOf(feature) }));
  const numbers = new Float64Array(features.length);
  for (let row = 0; row < table.rows; row++) {
    const key = table.key(row);
    table.read(row, numbers);
    const values = decoders.map(({ at, decode }) => decode(numbers[at]!));
    yield { ...rowKeysOf(key), cells: cellsOf(columns, [...key, ...values]) };
  }
}
