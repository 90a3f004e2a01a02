import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { openStore, promote, readStorageSettings } from "@despliega/storage";
import { openEngine } from "@despliega/trainer/engine/open-engine.js";
import { writeTables } from "@despliega/trainer/release/tables.js";
import { riesgo } from "../../../support/models.js";
import { makeServing, type MadeKeys } from "../../../support/serving.js";
import { move, SERVING } from "../../../support/release.js";
import { publishWithTable } from "../../../support/with-table.js";

/** An entity with what the api must answer for it. */
export interface Known {
  readonly id: number | string;
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
  keys: MadeKeys = "integer",
): Promise<Known> => {
  const { account, ...settings } = readStorageSettings(storage);
  if (account === undefined) throw new Error("There is no account to publish to");
  const store = await openStore({ account, ...settings });
  await store.ensureContainer();
  await mkdir(folder, { recursive: true });
  const spillDirectory = join(folder, "spill");
  const engine = await openEngine({ memoryLimit: "1GB", spillDirectory });
  try {
    const observations = await makeServing(engine, users, {}, keys);
    const type = keys === "integer" ? ("integer" as const) : ("text" as const);
    const serving = { ...SERVING, keys: [{ name: "id", type }] };
    const [, ...table] = await writeTables(engine, { ...riesgo, serving }, observations, folder);
    const { model, version } = await publishWithTable(store, table, { serving });
    await promote(store, model, version, move);
    const names = riesgo.features.map(({ name }) => name).join();
    const { entity: id, ...features } = await engine.row<{ entity: number | string }>(
      `SELECT entity, ${names} FROM serving ORDER BY entity DESC LIMIT 1`,
    );
    return { id, features };
  } finally {
    await engine.close();
    await rm(folder, { recursive: true, force: true });
  }
};
