import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openStore, promote, readStorageSettings } from "@despliega/storage";
import { openEngine } from "@despliega/trainer/engine/duckdb/open-engine.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { riesgo } from "../../../support/models.js";
import { makeServing } from "../../../support/serving.js";
import { move } from "../../../support/release.js";
import { publishWithTable } from "../../../support/with-table.js";

/** An entity with what the api must answer for it. */
export interface Known {
  readonly id: number;
  readonly features: object;
}

/**
 * Publishes a release with generated features of so many users and makes it the champion; its tables are written as
 * those of a training.
 *
 * @returns the last of the users
 */
export const publishLarge = async (
  users: number,
  storage: NodeJS.ProcessEnv,
  folder: string,
): Promise<Known> => {
  const { account, ...settings } = readStorageSettings(storage);
  if (account === undefined) throw new Error("There is no account to publish to");
  const store = openStore({ account, ...settings });
  await store.ensureContainer();
  await mkdir(folder, { recursive: true });
  const spillDirectory = join(folder, "spill");
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory });
  try {
    const observations = await makeServing(engine, users);
    const [, ...table] = await writeTables(engine, riesgo, observations, folder);
    const { model, version } = await publishWithTable(store, table);
    await promote(store, model, version, move);
    const names = riesgo.features.map(({ name }) => name).join();
    const { entity: id, ...features } = await engine.row<{ entity: number }>(
      `SELECT entity, ${names} FROM serving ORDER BY entity DESC LIMIT 1`,
    );
    return { id, features };
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
};
