import { readChampion } from "@despliega/storage";
import { z } from "zod";

import { bring, type Brought, type Registered } from "./bring.js";
import type { MlflowClient } from "./client.js";
import { VERSION_TAG } from "./training-facts.js";

/** The alias of the champion. */
const ALIAS = "champion";

/** Is told of each release that was brought. */
export type OnBrought = (version: string, registered: Registered) => void;

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
  const numbers = await numbersOf(client, model);
  const take = async (version: string): Promise<void> => {
    if (numbers.has(version)) return;
    const registered = await bring(client, brought, version);
    numbers.set(version, registered.number);
    onBrought(version, registered);
  };
  for (const version of versions) await take(version);
  // Read here, so that of two commands at once the later one sets what the pointer says then.
  const { champion } = await readChampion(store, model);
  if (champion === undefined) return;
  await take(champion.version);
  const alias = { name: model, alias: ALIAS, version: numbers.get(champion.version)! };
  await client.post("registered-models/alias", alias, z.unknown());
};

const Page = z.object({
  model_versions: z
    .array(
      z.object({
        version: z.coerce.string(),
        tags: z.array(z.object({ key: z.string(), value: z.string() })).optional(),
      }),
    )
    .optional(),
  next_page_token: z.string().optional(),
});

/** The versions of the registered model that are releases: their numbers by ours. */
const numbersOf = async (client: MlflowClient, model: string): Promise<Map<string, string>> => {
  const numbers = new Map<string, string>();
  let token: string | undefined = "";
  do {
    const next: Record<string, string> = token === "" ? {} : { page_token: token };
    const query = { filter: `name='${model}'`, max_results: "1000", ...next };
    const page: z.output<typeof Page> = await client.get("model-versions/search", query, Page);
    for (const { version, tags = [] } of page.model_versions ?? []) {
      const ours = tags.find(({ key }) => key === VERSION_TAG)?.value;
      if (ours !== undefined) numbers.set(ours, version);
    }
    token = page.next_page_token;
  } while (token !== undefined && token !== "");
  return numbers;
};
