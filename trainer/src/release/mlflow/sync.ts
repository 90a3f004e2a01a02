import { readChampion } from "@despliega/storage";
import { z } from "zod";

import { bring, type Brought } from "./bring.js";
import type { MlflowClient } from "./client.js";
import { registeredVersions } from "./registered-versions.js";

/** The alias of the champion. */
const ALIAS = "champion";

/** Is told of each release that was brought: the number of its version of the registered model, and its run's page. */
export type OnBrought = (
  version: string,
  registered: { readonly number: string; readonly page: string },
) => void;

/**
 * Brings those of some releases to MLflow that it does not have, in the order given, and moves the alias to the champion.
 *
 * @throws `MLFLOW_BEHIND`, or an error of the store
 */
export const sync = async (
  client: MlflowClient,
  brought: Brought,
  versions: readonly string[],
  onBrought: OnBrought = () => {},
): Promise<void> => {
  const { store, model } = brought;
  const registered = await registeredVersions(client, model);
  const take = async (version: string): Promise<void> => {
    if (registered.has(version)) return;
    const { first, page } = await bring(client, brought, version);
    registered.set(version, first);
    if (page !== undefined) onBrought(version, { number: first.number, page });
  };
  for (const version of versions) await take(version);
  // Read here, so that of two commands at once the later one sets what the pointer says then.
  const { champion } = await readChampion(store, model);
  if (champion === undefined) return;
  await take(champion.version);
  const alias = { name: model, alias: ALIAS, version: registered.get(champion.version)!.number };
  const move = () => client.post("registered-models/alias", alias, z.unknown()).then(() => true);
  // MLflow answers so to one of two commands that set a new alias at the same moment.
  if ((await client.unless("BAD_REQUEST", move)) === undefined) await move();
};
