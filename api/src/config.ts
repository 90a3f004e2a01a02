import {
  isModelName,
  parseSettings,
  readStorageSettings,
  SettingInvalid,
  type AzureSettings,
} from "@despliega/storage";
import { z } from "zod";

/** Everything that the api can be told from outside. */
export interface ApiConfig {
  /** `PORT`, 8080 by default; 0 takes a free one. */
  readonly port: number;
  /** `HOST`, the address to listen on: 127.0.0.1 by default, which only this machine reaches. */
  readonly host: string;
  /** `MODELS`, comma separated; undefined, the default, means every model that has a champion. */
  readonly models: readonly string[] | undefined;
  /** `REFRESH_SECONDS` after which a model's pointer is looked at again; 0, the default, loads once. */
  readonly refreshSeconds: number;
  /** `LOG_LEVEL`, one of pino's; `info` by default. */
  readonly logLevel: LogLevel;
  /** Account and container, by the settings of storage. */
  readonly storage: AzureSettings;
}

const LOG_LEVELS = ["fatal", "error", "warn", "info", "debug", "trace", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

const integer = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const Environment = z.object({
  PORT: integer(0, 65_535).default(8080),
  HOST: z.string().default("127.0.0.1"),
  MODELS: z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim()))
    .refine((names) => names.every(isModelName) && new Set(names).size === names.length, {
      error: "must be different model names with commas between them",
    })
    .optional(),
  REFRESH_SECONDS: integer(0, 86_400).default(0),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` })
    .default("info"),
});

/**
 * Reads the settings of the api, once, from environment variables.
 *
 * @throws `SETTING_INVALID` for the first one that is wrong, and when none names a storage account
 */
export const readConfig = (environment: NodeJS.ProcessEnv): ApiConfig => {
  const parsed = parseSettings(Environment, environment);
  return Object.freeze({
    port: parsed.PORT,
    host: parsed.HOST,
    models: parsed.MODELS,
    refreshSeconds: parsed.REFRESH_SECONDS,
    logLevel: parsed.LOG_LEVEL,
    storage: readAccount(environment),
  });
};

const readAccount = (environment: NodeJS.ProcessEnv): AzureSettings => {
  const { account, ...rest } = readStorageSettings(environment);
  if (account !== undefined) return { account, ...rest };
  throw new SettingInvalid({
    name: "AZURE_STORAGE_CONNECTION_STRING",
    problem:
      "is missing, and so is STORAGE_ACCOUNT_URL; set one of them to say where the releases are",
  });
};
