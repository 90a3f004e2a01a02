import { z } from "zod";

import { SettingInvalid } from "../errors/errors.js";
import { parseSettings } from "../settings/parse-settings.js";
import type { SettingSchemas } from "../settings/setting-schemas.js";
import type { AzureAccount } from "../azure/account.js";
import type { Signatures } from "../signing/signatures.js";
import { readTrustedKeys, SIGNING_PUBLIC_SETTINGS } from "../signing/settings.js";
import { CONTAINER_RULE, isContainerName } from "./container-name.js";

/** The place of the blobs, of any kind of store. */
export type Account = AzureAccount;

/** Account and container of a store, and how long to wait for them. */
export interface StorageSettings {
  /** Undefined when no setting names one. */
  readonly account: Account | undefined;
  readonly container: string;
  /** The container of what the trainer alone reads. Default: `container`. */
  readonly privateContainer?: string | undefined;
  /** Seconds of silence after which an operation fails. */
  readonly timeoutSeconds: number;
  /** Who signs releases, and whose signatures count. Default: nobody, and none is looked at. */
  readonly signatures?: Signatures | undefined;
  /** The name by which signatures know the store. Default: account and container. */
  readonly storeName?: string | undefined;
}

/** Settings of a store that can be opened, because they name an account. */
export type StoreSettings = StorageSettings & { readonly account: Account };

/** The name of a container. */
const ContainerName = z.string().refine(isContainerName, { error: `must be ${CONTAINER_RULE}` });

/** `DESPLIEGA_AUDIT_CONTAINER_NAME`, which trainer and api read in the same way. */
export const AuditContainerName = ContainerName.optional().meta({
  description:
    "for sensitive models: the container of audit records, in the same account and different from `DESPLIEGA_CONTAINER_NAME`",
});

/** `DESPLIEGA_PREDICTION_CONTAINER_NAME`, which trainer and api read in the same way. */
export const PredictionContainerName = ContainerName.optional().meta({
  description: "the container of recorded answers and of decisions, in the same account",
  default: "that of `DESPLIEGA_CONTAINER_NAME`",
});

/** `DESPLIEGA_PRIVATE_CONTAINER_NAME`, which the trainer reads and the api does not. */
export const PrivateContainerName = ContainerName.optional().meta({
  description:
    "the container of inputs, train tables, identities, batches and outcomes, in the same account, so that the api cannot read them",
  default: "that of `DESPLIEGA_CONTAINER_NAME`",
});

/** Settings of another container of the same account, in which all blobs of a kind lie. */
export const inContainer = <S extends StorageSettings>(settings: S, container: string): S => ({
  ...settings,
  container,
  privateContainer: undefined,
  storeName: undefined,
});

const Environment = z.object({
  AZURE_STORAGE_CONNECTION_STRING: z
    .string()
    .min(1)
    .optional()
    .meta({ description: "the storage account; takes precedence over the url" }),
  DESPLIEGA_STORAGE_ACCOUNT_URL: z
    .url({ protocol: /^https?$/, error: "must be an http(s) url" })
    .optional()
    .meta({
      description: "the url of the storage account; without a key, the managed identity is used",
    }),
  DESPLIEGA_STORAGE_ACCOUNT_KEY: z
    .base64({ error: "must be base64" })
    .min(1)
    .optional()
    .meta({ description: "the key that belongs to the url" }),
  DESPLIEGA_CONTAINER_NAME: ContainerName.default("despliega").meta({
    description:
      "the container of releases, and of all else that no other setting names one for; the trainer creates it",
  }),
  DESPLIEGA_STORE_NAME: z
    .string()
    .regex(/^[\w.-]+(?:\/[\w.-]+)*$/, { error: "must be a name such as bank/despliega" })
    .max(200, { error: "must have at most 200 characters" })
    .optional()
    .meta({
      description:
        "the name by which signed moves know the store, the same for trainer and api; for a store that they reach by different hosts, or that was restored to another account",
      default: "account and container, such as `bank/despliega`",
    }),
  DESPLIEGA_STORAGE_TIMEOUT_SECONDS: z.coerce
    .number({ error: "must be a number of seconds" })
    .positive({ error: "must be more than 0" })
    .max(600, { error: "must be at most 600" })
    .default(20)
    .meta({ description: "seconds of silence before a storage operation fails; at most 600" }),
});

/** The settings that are read here, each with its meaning, as `docs/settings.md` shows them. */
export const STORAGE_SETTINGS: SettingSchemas = {
  ...Environment.shape,
  ...SIGNING_PUBLIC_SETTINGS,
};

/**
 * Reads the storage settings. A connection string takes precedence over a url with a key, and that over a url alone, which
 * uses the managed identity.
 *
 * @throws `SETTING_INVALID`
 */
export const readStorageSettings = (environment: NodeJS.ProcessEnv): StorageSettings => {
  const parsed = parseSettings(Environment, environment);
  const trusted = readTrustedKeys(environment);
  return {
    account: accountOf(parsed),
    container: parsed.DESPLIEGA_CONTAINER_NAME,
    timeoutSeconds: parsed.DESPLIEGA_STORAGE_TIMEOUT_SECONDS,
    ...(parsed.DESPLIEGA_STORE_NAME === undefined
      ? {}
      : { storeName: parsed.DESPLIEGA_STORE_NAME }),
    ...(trusted === undefined ? {} : { signatures: { trusted } }),
  };
};

const accountOf = (parsed: z.infer<typeof Environment>): Account | undefined => {
  const connectionString = parsed.AZURE_STORAGE_CONNECTION_STRING;
  const url = parsed.DESPLIEGA_STORAGE_ACCOUNT_URL;
  const key = parsed.DESPLIEGA_STORAGE_ACCOUNT_KEY;
  if (connectionString !== undefined) return { connectionString };
  if (url !== undefined && key === undefined && !url.startsWith("https:"))
    throw new SettingInvalid({
      name: "DESPLIEGA_STORAGE_ACCOUNT_URL",
      problem: "must be https without DESPLIEGA_STORAGE_ACCOUNT_KEY",
    });
  if (url !== undefined) return { url, key };
  if (key === undefined) return undefined;
  throw new SettingInvalid({
    name: "DESPLIEGA_STORAGE_ACCOUNT_URL",
    problem: "is missing beside the key",
  });
};
