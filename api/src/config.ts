import type { KeyObject } from "node:crypto";

import {
  AuditContainerName,
  DECISION_KEY_SETTINGS,
  isModelName,
  ModelNames,
  parseSettings,
  PREDICTION_KEY_SETTINGS,
  PredictionContainerName,
  readDecisionKeys,
  readPredictionKey,
  readPseudonymKeys,
  readStorageSettings,
  refuseSharedKeys,
  SensitiveModels,
  SettingInvalid,
  type DecisionKey,
  type DeclaredTerms,
  type StoreSettings,
  type PseudonymKey,
  type SettingSchemas,
} from "@despliega/storage";
import { z } from "zod";

import { DEFAULT_BODY_BYTES, DEFAULT_CONNECTIONS } from "./app.js";
import { LOG_LEVELS, type LogLevel } from "./ops/log.js";
import { isLoopback } from "./security/authentication/loopback.js";
import {
  AUTH_SETTINGS,
  readAuthSettings,
  type AuthSettings,
} from "./security/authentication/settings.js";
import {
  RATE_LIMIT_SETTINGS,
  readRateLimitSettings,
  type RateLimitSettings,
} from "./security/rate-limit/settings.js";

/** All settings of the api. */
export interface ApiConfig {
  /** `PORT`, 8080 by default; 0 takes a free one. */
  readonly port: number;
  /** `DESPLIEGA_HOST`, the address to listen on: 127.0.0.1 by default, which only this machine reaches. */
  readonly host: string;
  /** `DESPLIEGA_MODELS`, comma separated; undefined, the default, means every model that has a champion. */
  readonly models: readonly string[] | undefined;
  /** `DESPLIEGA_SENSITIVE_MODELS`: the terms of models about people, whatever their releases say; none by default. */
  readonly sensitiveModels: DeclaredTerms;
  /** `DESPLIEGA_REFRESH_SECONDS` after which a model is refreshed; 0, the default, loads once. */
  readonly refreshSeconds: number;
  /** `DESPLIEGA_START_RETRY_SECONDS` for which a store that cannot be reached is tried again at the start; 30 by default. */
  readonly startRetrySeconds: number;
  /** `DESPLIEGA_STOP_SECONDS` that requests in flight have when the process must stop; 10 by default. */
  readonly stopSeconds: number;
  /** `DESPLIEGA_DEFAULT_MODEL`, which answers where a url names none; by default the only one there is. */
  readonly defaultModel: string | undefined;
  /** `DESPLIEGA_MAX_BODY_BYTES` of a request; 4 MiB by default. */
  readonly maxBodyBytes: number;
  /** `DESPLIEGA_MAX_CONNECTIONS` that may be open at once; 4,096 by default. */
  readonly maxConnections: number;
  /** `DESPLIEGA_ALLOWED_HOSTS`: names of this server; undefined: any. On loopback without authentication, loopback's names are always in force. */
  readonly allowedHosts: readonly string[] | undefined;
  /** `DESPLIEGA_REQUEST_TIMEOUT_SECONDS` from a request to its answer; 10 by default. */
  readonly requestTimeoutSeconds: number;
  /** `DESPLIEGA_KEEP_ALIVE_SECONDS` for which an idle connection stays open; 250 by default. */
  readonly keepAliveSeconds: number;
  /** `DESPLIEGA_BATCH_WORKERS`, threads that score large batches; 1 by default. */
  readonly batchWorkers: number;
  /** `DESPLIEGA_AUTH` and its settings: how callers authenticate. */
  readonly auth: AuthSettings;
  /** `DESPLIEGA_RATE_LIMIT` and `DESPLIEGA_TRUST_PROXY`: requests that one caller may send. */
  readonly rateLimit: RateLimitSettings;
  /** `DESPLIEGA_OPERATOR`: the role of a token, or the name of a key, that may see how the process does; undefined: nobody who must authenticate. */
  readonly operator: string | undefined;
  /** `DESPLIEGA_MLFLOW_URL`, where people look at MLflow; undefined: nowhere. */
  readonly mlflowUrl: string | undefined;
  /** `DESPLIEGA_ACCESS_LOG`: `on`, the default, writes one line per request. */
  readonly accessLog: boolean;
  /** `DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS` by which the event loop may be late before requests get 503; 250, 0: never. */
  readonly maxEventLoopDelayMs: number;
  /** `DESPLIEGA_LOG_LEVEL`, one of pino's; `info` by default. */
  readonly logLevel: LogLevel;
  /** Account and container, by the settings of storage. */
  readonly storage: StoreSettings;
  /** `DESPLIEGA_AUDIT_CONTAINER_NAME` in the same account, for audit records; undefined serves no sensitive model. */
  readonly audit: StoreSettings | undefined;
  /** `DESPLIEGA_PREDICTION_CONTAINER_NAME` in the same account, for recorded answers and decisions; by default that of the releases. */
  readonly predictions: StoreSettings;
  /** `DESPLIEGA_PREDICTION_LOG`, the share of answers that are recorded, from 0 to 1; 0 by default. */
  readonly predictionLog: number;
  /** `DESPLIEGA_PREDICTION_KEY`, which hides the keys of entities there; undefined where none is set. */
  readonly predictionKey: KeyObject | undefined;
  /** `DESPLIEGA_DECISION_KEYS`, current one first. */
  readonly decisionKeys: readonly DecisionKey[];
  /** `DESPLIEGA_PSEUDONYM_KEYS`, current one first. */
  readonly pseudonymKeys: readonly PseudonymKey[];
}

const integer = (from: number, to: number) => {
  const error = `must be a whole number from ${from} to ${to}`;
  return z.coerce.number({ error }).int({ error }).min(from, { error }).max(to, { error });
};

const SHARE = "must be a number from 0 to 1";

const Environment = z.object({
  PORT: integer(0, 65_535)
    .default(8080)
    .meta({ description: "the port to listen on; 0 takes a free one" }),
  DESPLIEGA_HOST: z
    .string()
    .default("127.0.0.1")
    .meta({ description: "the address to listen on; only this machine reaches the default" }),
  DESPLIEGA_MODELS: ModelNames,
  DESPLIEGA_SENSITIVE_MODELS: SensitiveModels,
  DESPLIEGA_REFRESH_SECONDS: integer(0, 86_400).default(0).meta({
    description:
      "seconds between two looks at the pointers of the champions; 0 looks at the start only",
  }),
  DESPLIEGA_START_RETRY_SECONDS: integer(0, 3_600).default(30).meta({
    description: "seconds during which the api retries, at its start, to reach the storage account",
  }),
  DESPLIEGA_STOP_SECONDS: integer(0, 600)
    .default(10)
    .meta({ description: "seconds that requests in flight have to finish when the process stops" }),
  DESPLIEGA_DEFAULT_MODEL: z
    .string()
    .refine(isModelName, { error: "must be a model's name" })
    .optional()
    .meta({
      description: "the model that answers at urls that name none",
      default: "the only one",
    }),
  DESPLIEGA_MAX_BODY_BYTES: integer(1_024, 1 << 30)
    .default(DEFAULT_BODY_BYTES)
    .meta({
      description:
        "the largest body of a request, in bytes; raise it for batches, with a container of enough memory",
    }),
  DESPLIEGA_MAX_CONNECTIONS: integer(1, 1_000_000).default(DEFAULT_CONNECTIONS).meta({
    description:
      "connections that may be open at once; a further one is closed, and so are those that rest, to make room",
  }),
  DESPLIEGA_ALLOWED_HOSTS: z
    .string()
    .transform((names) => names.split(",").map((name) => name.trim()))
    .refine((names) => names.every((name) => /^[a-z0-9.-]+$/i.test(name)), {
      error: "must be names of hosts without ports, with commas between them",
    })
    .optional()
    .meta({
      description:
        "names that requests may give as their host, separated by commas; without authentication on loopback, only names of loopback otherwise",
      default: "any, but without authentication on loopback",
    }),
  DESPLIEGA_REQUEST_TIMEOUT_SECONDS: integer(1, 600)
    .default(10)
    .meta({ description: "seconds from a request to its answer" }),
  // Balancers close an idle connection after four minutes at most by default; the server must not be the first to.
  DESPLIEGA_KEEP_ALIVE_SECONDS: integer(1, 3_600).default(250).meta({
    description:
      "seconds that an idle connection stays open; set more than the load balancer in front",
  }),
  DESPLIEGA_BATCH_WORKERS: integer(1, 64)
    .default(1)
    .meta({ description: "threads that score large batches" }),
  DESPLIEGA_OPERATOR: z.string().min(1).optional().meta({
    description:
      "the role of a token, or the name of a key, that may see `/v1/operate`; without authentication on loopback everybody may",
  }),
  DESPLIEGA_MLFLOW_URL: z
    .url({ protocol: /^https?$/, error: "must be an http or https url" })
    .refine((text) => !/[?#@]/.test(text), {
      error: "must have no password, no query and no fragment",
    })
    .optional()
    .meta({
      description:
        "where people look at [MLflow](mlflow.md), to which the lineage of a model leads; `npm start` takes `MLFLOW_TRACKING_URI`",
      default: "none",
    }),
  DESPLIEGA_ACCESS_LOG: z.enum(["on", "off"], { error: "must be on or off" }).default("on").meta({
    description: "whether the api logs one line per request: `on` or `off`; `npm start` sets `off`",
  }),
  DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS: integer(0, 60_000).default(250).meta({
    description:
      "milliseconds that the event loop may be late before requests get 503; 0 is no limit",
  }),
  DESPLIEGA_LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(", ")}` })
    .default("info")
    .meta({
      description: `the lowest level that is logged: ${LOG_LEVELS.map((level) => `\`${level}\``).join(", ")}; \`npm start\` sets \`error\``,
    }),
  DESPLIEGA_AUDIT_CONTAINER_NAME: AuditContainerName,
  DESPLIEGA_PREDICTION_CONTAINER_NAME: PredictionContainerName,
  DESPLIEGA_PREDICTION_LOG: z.coerce
    .number({ error: SHARE })
    .min(0, { error: SHARE })
    .max(1, { error: SHARE })
    .default(0)
    .meta({
      description: "the share of answers that are recorded, from 0 to 1; `npm start` sets `1`",
    }),
});

/** The settings that are read here, each with its meaning, as `docs/settings.md` shows them. */
export const API_SETTINGS: SettingSchemas = {
  ...Environment.shape,
  ...AUTH_SETTINGS,
  ...RATE_LIMIT_SETTINGS,
  ...PREDICTION_KEY_SETTINGS,
  ...DECISION_KEY_SETTINGS,
};

/**
 * Reads the settings of the api, once, from environment variables.
 *
 * @throws `SETTING_INVALID` for the first one that is wrong, and when none names a storage account
 */
export const readConfig = (environment: NodeJS.ProcessEnv): ApiConfig => {
  const parsed = parseSettings(Environment, environment);
  const storage = readAccount(environment);
  const auth = readAuthSettings(environment, parsed.DESPLIEGA_HOST);
  const config: ApiConfig = Object.freeze({
    port: parsed.PORT,
    host: parsed.DESPLIEGA_HOST,
    models: parsed.DESPLIEGA_MODELS,
    sensitiveModels: parsed.DESPLIEGA_SENSITIVE_MODELS,
    refreshSeconds: parsed.DESPLIEGA_REFRESH_SECONDS,
    startRetrySeconds: parsed.DESPLIEGA_START_RETRY_SECONDS,
    stopSeconds: parsed.DESPLIEGA_STOP_SECONDS,
    defaultModel: parsed.DESPLIEGA_DEFAULT_MODEL,
    maxBodyBytes: parsed.DESPLIEGA_MAX_BODY_BYTES,
    maxConnections: parsed.DESPLIEGA_MAX_CONNECTIONS,
    allowedHosts: hostsOf(parsed.DESPLIEGA_ALLOWED_HOSTS, auth.mode, parsed.DESPLIEGA_HOST),
    requestTimeoutSeconds: parsed.DESPLIEGA_REQUEST_TIMEOUT_SECONDS,
    keepAliveSeconds: parsed.DESPLIEGA_KEEP_ALIVE_SECONDS,
    batchWorkers: parsed.DESPLIEGA_BATCH_WORKERS,
    auth,
    rateLimit: readRateLimitSettings(environment),
    operator: parsed.DESPLIEGA_OPERATOR,
    mlflowUrl: parsed.DESPLIEGA_MLFLOW_URL,
    accessLog: parsed.DESPLIEGA_ACCESS_LOG === "on",
    maxEventLoopDelayMs: parsed.DESPLIEGA_MAX_EVENT_LOOP_DELAY_MS,
    logLevel: parsed.DESPLIEGA_LOG_LEVEL,
    storage,
    audit: auditOf(storage, parsed.DESPLIEGA_AUDIT_CONTAINER_NAME),
    predictions: {
      ...storage,
      container: parsed.DESPLIEGA_PREDICTION_CONTAINER_NAME ?? storage.container,
    },
    predictionLog: parsed.DESPLIEGA_PREDICTION_LOG,
    predictionKey: readPredictionKey(environment),
    decisionKeys: readDecisionKeys(environment),
    pseudonymKeys: readPseudonymKeys(environment),
  });
  refuseSharedKeys({
    DESPLIEGA_PSEUDONYM_KEYS: config.pseudonymKeys.map(({ secret }) => secret.export()),
    DESPLIEGA_PREDICTION_KEY:
      config.predictionKey === undefined ? [] : [config.predictionKey.export()],
  });
  return config;
};

/** The names of hosts that count: all, unless some are set, or every caller on loopback is answered. */
const hostsOf = (
  allowed: readonly string[] | undefined,
  mode: AuthSettings["mode"],
  host: string,
): readonly string[] | undefined =>
  allowed ?? (mode === "none" && isLoopback(host) ? [] : undefined);

const readAccount = (environment: NodeJS.ProcessEnv): StoreSettings => {
  const { account, ...rest } = readStorageSettings(environment);
  if (account !== undefined) return { account, ...rest };
  throw new SettingInvalid({
    name: "AZURE_STORAGE_CONNECTION_STRING",
    problem:
      "is missing, and so is DESPLIEGA_STORAGE_ACCOUNT_URL; set one of them to say where the releases are",
  });
};

const auditOf = (
  storage: StoreSettings,
  container: string | undefined,
): StoreSettings | undefined => {
  if (container === undefined) return undefined;
  if (container !== storage.container) return { ...storage, container };
  throw new SettingInvalid({
    name: "DESPLIEGA_AUDIT_CONTAINER_NAME",
    problem: "must differ from DESPLIEGA_CONTAINER_NAME, in which the api needs no right to write",
  });
};
