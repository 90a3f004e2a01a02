import { readChampion, readManifest, type BlobStore, type PruneRules } from "@despliega/storage";

import { dropTables, listTables, type ListedTable } from "./drop-tables.js";
import { followChampion } from "./follow-champion.js";
import { FEATURES_TABLE, KINDS, tableName } from "./names.js";
import type { OnlineTables } from "./online-tables.js";

/**
 * The tables of a model that a prune drops: all but those of the champion and its predecessor, and those that were written
 * within the grace. A release or an edition whose table is gone gets it again when the pointer moves to it.
 */
export const oldTables = async (
  store: BlobStore,
  tables: OnlineTables,
  model: string,
  { grace }: Pick<PruneRules, "grace">,
): Promise<readonly ListedTable[]> => {
  const { champion } = await readChampion(store, model);
  if (champion === undefined) return [];
  const { version, manifest, previous } = champion;
  const { publish } = await readManifest(store, model, version, manifest);
  if (publish === undefined) return [];
  const now = await (await tables.open(FEATURES_TABLE)).now();
  const stay = new Set(
    [champion, ...(previous === null ? [] : [previous])].flatMap((position) =>
      KINDS.map((kind) => tableName(kind, tables, { ...position, model })),
    ),
  );
  return (await listTables(tables, model)).filter(
    (table) => !stay.has(table.name) && now.getTime() - secondOf(table.changed) >= grace,
  );
};

// The account tells the time in whole seconds.
const secondOf = (at: Date): number => at.getTime() - at.getUTCMilliseconds();

/** Drops the tables of {@link oldTables}, and returns them. */
export const dropOldTables = async (
  store: BlobStore,
  tables: OnlineTables,
  model: string,
  rules: Pick<PruneRules, "grace">,
): Promise<readonly ListedTable[]> => {
  const old = new Set((await oldTables(store, tables, model, rules)).map(({ name }) => name));
  if (old.size === 0) return [];
  const dropped = await dropTables(tables, model, ({ name }) => old.has(name));
  // A promotion of their release meanwhile may have found them complete.
  await followChampion(store, tables, model);
  return dropped;
};
