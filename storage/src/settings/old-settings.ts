import { SettingInvalid } from "../errors/errors.js";
import type { SettingSchemas } from "./setting-schemas.js";

/** The prefix of every setting of this project. Names that other software defines, such as `PORT`, have no prefix. */
const PREFIX = "DESPLIEGA_";

/** Settings that had no prefix, with names that no other software uses. */
const OURS = [
  "ACCESS_LOG",
  "API_KEYS",
  "AUDIT_CONTAINER_NAME",
  "AUTH",
  "BATCH_WORKERS",
  "DEFAULT_MODEL",
  "ENTRA_AUDIENCE",
  "ENTRA_AUTH_CONTEXT",
  "ENTRA_ISSUER",
  "ENTRA_JWKS_URL",
  "ENTRA_ROLE",
  "ENTRA_TENANT_ID",
  "IDENTITY_KEYS",
  "MAX_BODY_BYTES",
  "MAX_EVENT_LOOP_DELAY_MS",
  "MAX_REJECTED_SHARE",
  "MEMORY_LIMIT",
  "PSEUDONYM_KEYS",
  "RATE_LIMIT",
  "REFRESH_SECONDS",
  "REQUEST_TIMEOUT_SECONDS",
  "START_RETRY_SECONDS",
  "STOP_SECONDS",
  "STORAGE_ACCOUNT_KEY",
  "STORAGE_ACCOUNT_URL",
  "STORAGE_TIMEOUT_SECONDS",
  "TRUST_PROXY",
] as const;

/** Settings that had no prefix, with names that other software and shells use too. */
const SHARED = [
  "ACTOR",
  "COMMIT",
  "CONTAINER_NAME",
  "HOST",
  "LOG_LEVEL",
  "MODELS",
  "THREADS",
] as const;

const isSet = (environment: NodeJS.ProcessEnv, name: string): boolean =>
  (environment[name] ?? "") !== "";

/** Finds settings that are set under their old names only. */
const setByOldName = (
  old: readonly string[],
  settings: SettingSchemas,
  environment: NodeJS.ProcessEnv,
): string[] =>
  old.filter(
    (name) =>
      PREFIX + name in settings && isSet(environment, name) && !isSet(environment, PREFIX + name),
  );

/**
 * Refuses a setting that is set under its old name only, when no other software uses that name. To ignore it could open
 * what the setting closes.
 *
 * @param settings that the program reads
 * @throws `SETTING_INVALID` with both names
 */
export const refuseOldNames = (settings: SettingSchemas, environment: NodeJS.ProcessEnv): void => {
  const [name] = setByOldName(OURS, settings, environment);
  if (name !== undefined)
    throw new SettingInvalid({ name, problem: `is now called ${PREFIX}${name}: rename it` });
};

/**
 * Finds variables with an old name that other software uses too. They were read before the settings had their prefix.
 *
 * @param settings that the program reads
 */
export const findUnreadNames = (
  settings: SettingSchemas,
  environment: NodeJS.ProcessEnv,
): readonly string[] => setByOldName(SHARED, settings, environment);

/** Describes the result of {@link findUnreadNames} in one line. @returns undefined when it is empty */
export const describeUnreadNames = (old: readonly string[]): string | undefined =>
  old.length === 0
    ? undefined
    : `Not read: ${old.join(", ")}. If this was meant for despliega, set ${old.map((name) => PREFIX + name).join(", ")}`;
