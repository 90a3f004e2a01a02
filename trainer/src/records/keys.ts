import type { PartitionRange } from "@despliega/storage";

import { momentOf } from "./uuid-v7.js";

/** The table of the records, in the storage account. */
export const RUNS_TABLE = "despliegaruns";

/** Above every month, written as a number such as 202611. */
const LAST_MONTH = 999_999;

/** The largest time that a UUID of version 7 can hold, in milliseconds. */
const LAST_MOMENT = 2 ** 48 - 1;

/** The keys of a record. */
export interface RecordKeys {
  readonly partition: string;
  readonly row: string;
}

/**
 * The keys of a run: partitions by container, model and month, rows by moment. A table is read in the order of its keys
 * only, so both count down, and the newest run of a model comes first. They follow from the run's id alone.
 */
export const keysOf = (container: string, model: string, run: string): RecordKeys => {
  const at = momentOf(run);
  const month = at.getUTCFullYear() * 100 + at.getUTCMonth() + 1;
  const moment = String(LAST_MOMENT - at.getTime()).padStart(15, "0");
  return { partition: `${container}.${model}.${LAST_MONTH - month}`, row: `${moment}.${run}` };
};

/** The partitions of a model. A name has no dot, and a slash is the character after it. */
export const partitionsOfModel = (container: string, model: string): PartitionRange => ({
  from: `${container}.${model}.`,
  below: `${container}.${model}/`,
});

/** The partitions of the models after one, or of all models. */
export const partitionsAfter = (container: string, model?: string): PartitionRange => ({
  from: model === undefined ? `${container}.` : partitionsOfModel(container, model).below,
  below: `${container}/`,
});

/** The model of a partition. */
export const modelOfPartition = (partition: string): string => partition.split(".")[1] ?? "";
