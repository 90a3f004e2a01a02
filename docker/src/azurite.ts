// Storage for docker/compose.yaml: Azurite for the other containers, which answers them once the samples are in it.
import {
  keepFilesPrivate,
  openStore,
  readStorageSettings,
  surviveOutput,
} from "@despliega/storage";
import { startAzurite } from "@despliega/storage/azurite";
import { models } from "@despliega/trainer/model/catalogue.js";

import { fail } from "./start/fail.js";
import { offerInput } from "./start/input.js";
import { stopOnSignal } from "./start/stop.js";

/** The directory that a volume keeps. */
const location = "/data";

surviveOutput();
keepFilesPrivate();
const stop = stopOnSignal();
const unseen = await startAzurite({ location }).catch((error: unknown) => fail(error, stop));
const { connectionString } = unseen;
const store = await openStore({
  ...readStorageSettings(process.env),
  account: { connectionString },
});
await store.ensureContainer();
for (const model of models()) await offerInput(store, model);
await unseen.close();

const azurite = await startAzurite({ location, host: "0.0.0.0", port: 10_000, tablePort: 10_002 });
await stop.add(() => azurite.close());
