import {
  decoderOf,
  encoderOf,
  type BlobStore,
  type ByKey,
  type Entity,
  type Manifest,
  type ManifestFeature,
  type Value,
} from "@despliega/storage";

import { cellsOf, onlineColumn, type OnlineColumn } from "./cells.js";
import { rowKeysOf } from "./row-keys.js";
import { trainingRecords } from "./training-records.js";

/** A column of the labelled observations: what a field of it is, and its cell. */
interface TrainingColumn extends OnlineColumn {
  readonly read: (field: string) => Value;
}

/** The labelled observations of a release, by the text of their own key. @param directory for their parts */
export async function* trainingEntities(
  store: BlobStore,
  manifest: Manifest,
  serving: ByKey,
  directory: string,
): AsyncGenerator<Entity, void, undefined> {
  let columns: readonly TrainingColumn[] | undefined;
  for await (const record of trainingRecords(store, manifest, directory))
    if (columns === undefined) columns = columnsOf(manifest, serving, record);
    else {
      const values = columns.map(({ read }, i) => read(record[i]!));
      yield { ...rowKeysOf([record[0]!]), cells: cellsOf(columns, values) };
    }
}

/** The observation, its entity, the time, the label, and the features. */
const columnsOf = (
  { features, target, task, classes }: Manifest,
  { keys }: ByKey,
  header: readonly string[],
): readonly TrainingColumn[] => {
  const byName = new Map(features.map((feature) => [feature.name, feature]));
  return header.map((name, at) => {
    const feature = byName.get(name);
    if (feature !== undefined) return featureColumn(feature);
    if (name === target && task === "regression") return column(name, "number", numberOf);
    const whole = name === target ? classes === undefined : keys[at - 1]?.type === "integer";
    return whole ? column(name, "integer", numberOf) : column(name, "text", textOf);
  });
};

const featureColumn = (feature: ManifestFeature): TrainingColumn => {
  const { name, type } = feature;
  if (type === "boolean")
    return column(name, type, (field) => (field === "" ? null : field === "true"));
  if (type !== "category") return column(name, type, numberOf);
  const [encode, decode] = [encoderOf(feature), decoderOf(feature)];
  return column(name, type, (field) => decode(encode(field) ?? NaN));
};

const column = (
  name: string,
  type: Parameters<typeof onlineColumn>[1],
  read: TrainingColumn["read"],
): TrainingColumn => ({ ...onlineColumn(name, type), read });

const textOf = (field: string): Value => (field === "" ? null : field);

const numberOf = (field: string): Value => (field === "" ? null : Number(field));
