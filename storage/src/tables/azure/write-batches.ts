import type { TableClient, TransactionAction } from "@azure/data-tables";

import { once, type RequestLimits } from "../../azure/requests.js";
import { together, type Work } from "../../process/together.js";
import { batchesOf } from "../batches.js";
import type { Entity } from "../table-store.js";
import { written } from "./entities.js";

/** How many batches are on their way at once. */
const AT_ONCE = 8;

/**
 * Writes entities in batches. A batch is written whole or not at all, and to write it twice is to write it once.
 *
 * @param wrote is told how many are written by now
 */
export const writeBatches = async (
  client: TableClient,
  limits: RequestLimits,
  entities: AsyncIterable<Entity>,
  wrote: (count: number) => void = () => {},
): Promise<void> => {
  const batches = batchesOf(entities);
  let count = 0;
  const write: Work<void> = async (stop) => {
    while (!stop.aborted) {
      const { value: batch } = await batches.next();
      if (batch === undefined) return;
      await once(limits, ({ signal: abortSignal }) =>
        client.submitTransaction(batch.map(replacing), { abortSignal }),
      );
      wrote((count += batch.length));
    }
  };
  try {
    await together(...Array.from({ length: AT_ONCE }, () => write));
  } finally {
    await batches.return();
  }
};

const replacing = (entity: Entity): TransactionAction => ["upsert", written(entity), "Replace"];
