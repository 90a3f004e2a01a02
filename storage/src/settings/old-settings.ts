import { SettingInvalid } from "../errors/errors.js";
import type { SettingSchemas } from "./setting-schemas.js";

/** What the name of every setting of this project starts with; names that the field gives, such as `PORT`, have no prefix. */
const PREFIX = "DESPLIEGA_";

/** Settings that had no prefix, under names that nothing else sets. */
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

/** Settings that had no prefix, under names that other software and shells set too. */
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

/** Of some settings, those that are set under their old name alone. */
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
 * Refuses a setting that is set under an old name which can only mean this project, and not under its present one:
 * to go on without it could open what was closed.
 *
 * @param settings those that are read
 * @throws `SETTING_INVALID` with both names
 */
export const refuseOldNames = (settings: SettingSchemas, environment: NodeJS.ProcessEnv): void => {
  const [name] = setByOldName(OURS, settings, environment);
  if (name !== undefined)
    throw new SettingInvalid({ name, problem: `is now called ${PREFIX}${name}: rename it` });
};

/**
 * Finds the variables that hold a value which was read before the settings had their prefix, and is not read now.
 *
 * @param settings those that are read
 */
export const findUnreadNames = (
  settings: SettingSchemas,
  environment: NodeJS.ProcessEnv,
): readonly string[] => setByOldName(SHARED, settings, environment);

/** Says in one line what {@link findUnreadNames} found; undefined for nothing. */
export const describeUnreadNames = (old: readonly string[]): string | undefined =>
  old.length === 0
    ? undefined
    : `Not read: ${old.join(", ")}. If this was meant for despliega, set ${old.map((name) => PREFIX + name).join(", ")}`;
