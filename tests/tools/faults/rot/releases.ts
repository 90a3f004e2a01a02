import { join } from "node:path";

import {
  memoryBlobStore,
  type BlobStore,
  type EditionPointer,
  type Manifest,
} from "@despliega/storage";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { withWorkDirectory } from "@despliega/trainer/sources/work-directory.js";

import { riesgo } from "../../../support/models.js";
import { publishTinyEdition } from "../../../support/edition.js";
import { promoteTiny, publishTiny, USERS, versionOf } from "../../../support/release.js";
import { makeServing } from "../../../support/serving.js";
import { publishWithTable } from "../../../support/with-table.js";
import { trainOn } from "../../../trainer/support/runs.js";

/** A store in which the first release is the champion, and the one to be damaged is published. */
export interface Damageable {
  readonly name: string;
  readonly store: BlobStore;
  readonly manifest: Manifest;
  /** The edition that its features are of; undefined for those that it was published with. */
  readonly edition?: EditionPointer;
}

/** A release as a training of the sample leaves it, with all its parts. */
export const trained = async (): Promise<Damageable> => {
  const store = memoryBlobStore();
  const { manifest } = await trainOn(store);
  return { name: "trained", store: await behindFirst(store, manifest), manifest };
};

/** A tiny release that answers by an edition of its features. */
export const refreshed = async (): Promise<Damageable> => {
  const store = memoryBlobStore();
  await promoteTiny(store, { version: versionOf(1) });
  const manifest = await publishTiny(store, { version: versionOf(2) });
  const edition = await publishTinyEdition(store, { version: versionOf(2), users: LATER });
  return { name: "refreshed", store, manifest, edition };
};

const LATER = { ...USERS, 9000001: [0, null, 19, null, 0] } as const;

/** A release with a table of so many users, in Arrow too. */
export const large = async (users: number): Promise<Damageable> => {
  const store = memoryBlobStore();
  await promoteTiny(store, { version: versionOf(1) });
  const manifest = await withWorkDirectory(async (directory) => {
    const spillDirectory = join(directory, "spill");
    const engine = await openEngine({ memoryLimit: "500MB", spillDirectory });
    try {
      const observations = await makeServing(engine, users);
      const [, ...table] = await writeTables(engine, riesgo, observations, directory, { large: 0 });
      return await publishWithTable(store, table);
    } finally {
      await engine.close();
    }
  });
  return { name: "large", store, manifest };
};

// Training makes its release the champion, and here another must have been it before.
const behindFirst = async (from: BlobStore, { model }: Manifest): Promise<BlobStore> => {
  const store = memoryBlobStore();
  await promoteTiny(store, { version: versionOf(1), model });
  for await (const { name } of from.list(""))
    if (/Z-/.test(name)) await store.create(name, (await from.read(name)).bytes);
  return store;
};
