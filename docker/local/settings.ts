import { readConfig } from "@despliega/api";
import { SettingInvalid, type StorageSettings } from "@despliega/storage";
import { readTrainerSettings } from "@despliega/trainer/settings.js";

/** What the composition itself needs of the settings. */
export interface LocalSettings {
  readonly storage: StorageSettings;
  /** Where Azurite's data and copies of the reports go. */
  readonly directory: string;
  readonly host: string;
  readonly port: number;
}

/** Stands for the account of an Azurite that does not run yet. */
const SOME_ACCOUNT = "UseDevelopmentStorage=true";

/** Reads the settings of every part, so that a wrong one stops before any work is done. @throws `SETTING_INVALID` */
export const readLocalSettings = (environment: NodeJS.ProcessEnv): LocalSettings => {
  const { storage, localDirectory } = readTrainerSettings(environment);
  const { host, port } = readConfig(
    storage.account === undefined
      ? { ...environment, AZURE_STORAGE_CONNECTION_STRING: SOME_ACCOUNT }
      : environment,
  );
  if (port === 0)
    throw new SettingInvalid({ name: "PORT", problem: "must be a whole number from 1 to 65535" });
  return { storage, directory: localDirectory, host, port };
};
