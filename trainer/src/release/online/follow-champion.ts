import {
  BlobChanged,
  BlobMissing,
  blobNames,
  readChampion,
  readLedger,
  readManifest,
  untilUnchanged,
  type BlobStore,
  type Champion,
  type Manifest,
} from "@despliega/storage";

import { dropTables } from "./drop-tables.js";
import { CURRENT, FEATURES_TABLE, partitionOf } from "./names.js";
import type { OnlineTables } from "./online-tables.js";
import { editionCell, publishOnline, tablesOf, type TellRows } from "./publish-online.js";

/**
 * Makes the published features those of the champion: its tables are completed, and then the row that names them is
 * written. Where the champion is not published and one of the last champions before it was, the row and the tables of the
 * model go.
 *
 * The pointer is read again afterwards. So the last writer of the row has seen the last move, whichever command is slower.
 *
 * @returns the rows that are published; undefined where the champion has none
 */
export const followChampion = (
  store: BlobStore,
  tables: OnlineTables,
  model: string,
  tell?: TellRows,
): Promise<number | undefined> =>
  untilUnchanged(async () => {
    const { champion } = await readChampion(store, model);
    if (champion === undefined) return undefined;
    const { version, manifest: hash, edition } = champion;
    const manifest = await readManifest(store, model, version, hash);
    if (manifest.publish === undefined) {
      if (await wasPublished(store, champion)) await withdraw(tables, model);
      return undefined;
    }
    const rows = await publishOnline(store, tables, manifest, edition, tell);
    await point(tables, champion, manifest);
    const { champion: now } = await readChampion(store, model);
    if (now?.sequence !== champion.sequence)
      throw new BlobChanged({ name: blobNames.champion(model) });
    return rows;
  });

const point = async (
  tables: OnlineTables,
  { model, version, edition, sequence, at }: Champion,
  manifest: Manifest,
): Promise<void> => {
  const registry = await tables.open(FEATURES_TABLE);
  await registry.put({
    partition: partitionOf(tables, model),
    row: CURRENT,
    cells: {
      ...tablesOf(tables, manifest, edition),
      version,
      ...editionCell(edition),
      sequence,
      moved: new Date(at),
    },
  });
};

const withdraw = async (tables: OnlineTables, model: string): Promise<void> => {
  const registry = await tables.open(FEATURES_TABLE);
  await registry.remove(partitionOf(tables, model), CURRENT);
  await dropTables(tables, model, () => true);
};

/** Champions that are looked back at. */
const BEFORE = 10;

// Not only the predecessor: a run may have ended after its move, and before it took the row and the tables away.
const wasPublished = async (store: BlobStore, { model, version }: Champion): Promise<boolean> => {
  const moves = await readLedger(store, model);
  const earlier = new Set(moves.toReversed().map((move) => move.version));
  earlier.delete(version);
  for (const before of [...earlier].slice(0, BEFORE))
    if (await isPublished(store, model, before)) return true;
  return false;
};

const isPublished = async (store: BlobStore, model: string, version: string): Promise<boolean> => {
  try {
    return (await readManifest(store, model, version)).publish !== undefined;
  } catch (error) {
    if (error instanceof BlobMissing) return false;
    throw error;
  }
};
