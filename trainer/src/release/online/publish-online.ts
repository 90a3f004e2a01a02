import {
  openRelease,
  type BlobStore,
  type ByKey,
  type EditionPointer,
  type Entity,
  type Manifest,
  type TableStore,
} from "@despliega/storage";

import { withWorkDirectory } from "../../sources/work-directory.js";
import { featureEntities } from "./feature-entities.js";
import { FEATURES_TABLE, partitionOf, tableName, type Kind } from "./names.js";
import type { OnlineTables } from "./online-tables.js";
import { rowOfTable, STATES } from "./table-row.js";
import { trainingEntities } from "./training-entities.js";

/** Is told how far the writing has come. */
export type TellRows = (line: string) => void;

/** The tables that a release is published in; none for one that is not. */
export const tablesOf = (
  tables: OnlineTables,
  { publish, model, version }: Manifest,
  edition?: EditionPointer,
): Partial<Record<Kind, string>> => {
  if (publish === undefined) return {};
  const name = (kind: Kind) => tableName(kind, tables, { model, version, edition });
  const features = name("features");
  return publish.train === true ? { features, training: name("training") } : { features };
};

/**
 * Writes the tables of a release, with an edition of its features, that are not complete yet: none where it is not
 * published. Nobody reads them before the row of the champion names them.
 *
 * @returns the rows of all of its tables
 * @throws `TABLE_LIMIT`, `STORE_REFUSED`, `STORE_UNREACHABLE`, and the errors of reading the release
 */
export const publishOnline = async (
  store: BlobStore,
  tables: OnlineTables,
  manifest: Manifest,
  edition?: EditionPointer,
  tell: TellRows = () => {},
): Promise<number> => {
  const { model, version, serving, publish } = manifest;
  if (serving.by !== "key" || publish === undefined) return 0;
  const registry = await tables.open(FEATURES_TABLE);
  const partition = partitionOf(tables, model);
  let sum = 0;
  for (const [kind, name] of Object.entries(tablesOf(tables, manifest, edition)) as [
    Kind,
    string,
  ][]) {
    const row = rowOfTable(name);
    const before = await registry.get(partition, row);
    let rows = Number(before?.cells.rows ?? 0);
    if (before?.cells.state !== STATES.complete) {
      const put = (state: string, written: number): Promise<void> =>
        registry.put({
          partition,
          row,
          cells: { kind, version, ...editionCell(edition), state, rows: written },
        });
      // On the list before it exists, so that a prune finds what a dead run has left.
      await put(STATES.writing, 0);
      const table = await tables.open(name);
      rows = await withWorkDirectory((directory) => {
        const entities =
          kind === "training"
            ? trainingEntities(store, manifest, serving, directory)
            : released(store, manifest, serving, edition);
        return write(table, entities, (count) =>
          tell(`${kind}: ${count.toLocaleString("en")} rows`),
        );
      });
      await put(STATES.complete, rows);
    }
    sum += rows;
  }
  return sum;
};

/** The cell with the name of an edition, where there is one. */
export const editionCell = (edition?: EditionPointer): { readonly edition?: string } =>
  edition === undefined ? {} : { edition: edition.name };

/** Opened when the first row is wanted, and checked as the api does. */
async function* released(
  store: BlobStore,
  { model, version }: Manifest,
  serving: ByKey,
  edition: EditionPointer | undefined,
): AsyncGenerator<Entity, void, undefined> {
  yield* featureEntities(await openRelease(store, model, version, undefined, edition), serving);
}

const write = async (
  table: TableStore,
  entities: AsyncIterable<Entity>,
  tell: (count: number) => void,
): Promise<number> => {
  let written = 0;
  await table.make();
  await table.putAll(entities, (count) => tell((written = count)));
  return written;
};
