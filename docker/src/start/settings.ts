import { readConfig, type Address } from "@despliega/api";
import { parseSettings, type StorageSettings } from "@despliega/storage";
import { readCatalogue } from "@despliega/trainer/model/catalogue.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";
import { z } from "zod";

import { localModels, type LocalModels } from "./models.js";

/** What the composition itself needs of the settings. */
export interface LocalSettings {
  readonly storage: StorageSettings;
  /** Where Azurite's data, the keys that hide people and copies of the reports go. */
  readonly directory: string;
  /** Where open models answer, and where those about people do. */
  readonly addresses: { readonly open: Address; readonly sensitive: Address };
  readonly models: LocalModels;
  /** Whether tokens of the reader's own tenant are asked for. */
  readonly entra: boolean;
}

/** Stands for the account of an Azurite that does not run yet. */
const SOME_ACCOUNT = "UseDevelopmentStorage=true";

const error = "must be a whole number from 1 to 65534";

// Narrower than the api's own: models about people answer on the port after it.
const Port = z.object({
  PORT: z.coerce
    .number({ error })
    .int({ error })
    .min(1, { error })
    .max(65_534, { error })
    .optional(),
});

/** Reads the settings of every part, so that a wrong one stops before any work is done. @throws `SETTING_INVALID` */
export const readLocalSettings = (environment: NodeJS.ProcessEnv): LocalSettings => {
  parseSettings(Port, environment);
  const trainer = readTrainerSettings(environment);
  const { storage, localDirectory } = trainer;
  const { host, port, auth } = readConfig(
    storage.account === undefined
      ? { ...environment, AZURE_STORAGE_CONNECTION_STRING: SOME_ACCOUNT }
      : environment,
  );
  const entra = auth.mode === "entra";
  return {
    storage,
    directory: localDirectory,
    addresses: { open: { host, port }, sensitive: { host, port: port + 1 } },
    // Tokens that anybody on this machine gets may open the samples, and never what an account holds.
    models: localModels(readCatalogue(trainer), entra || storage.account === undefined),
    entra,
  };
};
