import type { TableStore } from "@despliega/storage";

import { recordOf, type StoredRecord } from "./entity.js";
import { keysOf, modelOfPartition, partitionsAfter, partitionsOfModel } from "./keys.js";

/** Which runs are wanted. */
export interface RunsWanted {
  readonly container: string;
  /** Default: those of all models. */
  readonly model?: string | undefined;
  /** Only runs that began at this moment or later. */
  readonly since?: Date | undefined;
  readonly limit: number;
}

/** The last runs on record, newest first. It reads as many records of each model as are wanted, and one more. */
export const lastRuns = async (
  table: TableStore,
  { container, model, since, limit }: RunsWanted,
): Promise<readonly StoredRecord[]> => {
  const models = model === undefined ? await modelsOnRecord(table, container) : [model];
  const found: StoredRecord[] = [];
  for (const one of models) {
    let count = 0;
    for await (const entity of table.list(partitionsOfModel(container, one), limit)) {
      const record = recordOf(entity);
      if (record === undefined) continue;
      if (since !== undefined && record.start < since) break;
      found.push(record);
      if (++count === limit) break;
    }
  }
  return found.toSorted((a, b) => b.start.getTime() - a.start.getTime()).slice(0, limit);
};

/** A run by its id. @param model of the run. Default: looks among the runs of every model */
export const findRun = async (
  table: TableStore,
  container: string,
  run: string,
  model?: string,
): Promise<StoredRecord | undefined> => {
  const models = model === undefined ? await modelsOnRecord(table, container) : [model];
  for (const one of models) {
    const { partition, row } = keysOf(container, one, run);
    const entity = await table.get(partition, row);
    if (entity !== undefined) return recordOf(entity);
  }
  return undefined;
};

/** The models with runs on record, in the order of their names: one short query for each. */
const modelsOnRecord = async (table: TableStore, container: string): Promise<readonly string[]> => {
  const models: string[] = [];
  for (;;) {
    const next = await firstPartition(table, container, models.at(-1));
    if (next === undefined) return models;
    models.push(modelOfPartition(next));
  }
};

const firstPartition = async (
  table: TableStore,
  container: string,
  after: string | undefined,
): Promise<string | undefined> => {
  for await (const { partition } of table.list(partitionsAfter(container, after), 1))
    return partition;
  return undefined;
};
