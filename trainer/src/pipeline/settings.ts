import type { KeyObject } from "node:crypto";

import {
  AuditContainerName,
  DECISION_PRIVATE_KEY_SETTINGS,
  Keys,
  ModelNames,
  ownBytes,
  parseSettings,
  PREDICTION_KEY_SETTINGS,
  PredictionContainerName,
  PrivateContainerName,
  readDecisionPrivateKeys,
  readPredictionKey,
  readPseudonymKeys,
  readSigner,
  readStorageSettings,
  refuseSharedKeys,
  SensitiveModels,
  SettingInvalid,
  SIGNING_SETTINGS,
  type DecisionKey,
  type DeclaredTerms,
  type SettingSchemas,
  type StorageSettings,
} from "@despliega/storage";
import { z } from "zod";

import { currentActor } from "./actor.js";
import {
  DATABASE_SETTINGS,
  readDatabaseSettings,
  type DatabaseSettings,
} from "./database-settings.js";
import type { SparkPlace } from "../engine/engine.js";
import type { PersonKeys } from "../ingest/people.js";
import { EngineEnvironment, sparkAt, sparkOf } from "./engine-settings.js";
import { OWN_DIRECTORY } from "../model/catalogue.js";
import { CSV_ROWS } from "../release/csv-rows.js";
import { RecordSettings, type Recording } from "../records/settings.js";
import { MlflowEnvironment, mlflowOf, type MlflowSettings } from "../release/mlflow/settings.js";
import {
  WebhookEnvironment,
  webhookOf,
  type WebhookSettings,
} from "../release/webhook/settings.js";
import { TrainingJobEnvironment, trainingJobOf, type TrainingJob } from "./training-job.js";

/** The settings of the trainer. */
export interface TrainerSettings extends DatabaseSettings {
  readonly storage: StorageSettings;
  /**
   * Most memory that the SQL engine holds before it spills to disk: half of `DESPLIEGA_MEMORY_LIMIT`, which is the
   * limit of the whole process. Node.js and what the engine does not count were measured to take nearly as much again.
   */
  readonly memoryLimit: string;
  /** Threads of the SQL engine; undefined: one per core. Results do not depend on it. */
  readonly threads: number | undefined;
  /** The Spark that takes the place of DuckDB in a training; undefined: none does. */
  readonly spark: SparkPlace | undefined;
  /** The Spark that a url names; undefined where it names none. */
  readonly sparkAt: (url: string) => SparkPlace | undefined;
  /** Largest share of rejected rows that a run accepts. */
  readonly maxRejected: number;
  /** Commit that the trainer was built from, where its image knows it. */
  readonly commit: string | null;
  /** The actor of promotions and of accesses to identities, for ledger and audit. */
  readonly actor: string;
  /** Whether a promotion needs the approvals that its release asks for. */
  readonly approvals: "required" | "off";
  /** Terms that models must meet, whatever their files say. */
  readonly sensitiveModels: DeclaredTerms;
  /** The account of the other container of a copy, where neither identity nor signature opens it. */
  readonly copyConnectionString: string | undefined;
  /** Container of the audit records, in the same account. Without it nobody can look at identities. */
  readonly audit: string | undefined;
  readonly personKeys: PersonKeys;
  /** Container of recorded answers and of decisions, in the same account. */
  readonly predictionContainer: string;
  /** Days for which recorded answers are kept. */
  readonly predictionDays: number;
  /** Hides the keys of entities there. Undefined: none is set. */
  readonly predictionKey: KeyObject | undefined;
  readonly decisions: {
    /** They open what the api encrypted. */
    readonly keys: readonly DecisionKey[];
    /** Days for which decisions are kept. */
    readonly days: number;
  };
  /** Labelled observations that a release has as `train_model.csv`; more of them are Parquet parts. */
  readonly csvRows: number;
  /** Whether a training keeps its inputs. */
  readonly keepInputs: boolean;
  /** Where `npm start` keeps its Azurite, used when no account is set. */
  readonly localDirectory: string;
  /** Where the user's own models are, beside the examples. Undefined: in `models`, if that is there. */
  readonly modelsDirectory: string | undefined;
  /** Names of the models that are taken. Undefined: all. */
  readonly models: readonly string[] | undefined;
  /** Where moves and verdicts are told. Undefined: nowhere. */
  readonly webhook: WebhookSettings | undefined;
  /** Where trainings and releases are sent. Undefined: nowhere. */
  readonly mlflow: MlflowSettings | undefined;
  /** The job that `monitor --act` starts. Undefined: it trains itself. */
  readonly trainingJob: TrainingJob | undefined;
  readonly records: {
    /** Undefined: by the privacy of the model. */
    readonly recording: Recording | undefined;
    /** The url of the account's table service. Undefined: found from that of its blobs. */
    readonly tableUrl: string | undefined;
    /** The run that causes the runs of this process. */
    readonly causedBy: string | undefined;
  };
}

const SIZE = /^(\d+(?:\.\d+)?) ?([MGT])(i?)B$/i;

/** Below this the engine cannot read a CSV. */
const LEAST = 256e6;

const bytesOf = (size: string): number => {
  const [, count, unit, binary] = SIZE.exec(size) ?? [];
  return (
    Number(count) * (binary === "" ? 1_000 : 1_024) ** (" MGT".indexOf(unit!.toUpperCase()) + 1)
  );
};

/** 25 months at their longest, as Regulation B asks for credit in the United States (12 CFR 1002.12(b)). */
const DECISION_DAYS = 762;

const Environment = z.object({
  DESPLIEGA_MEMORY_LIMIT: z
    .string()
    .regex(SIZE, { error: "must be a size such as 1GB or 512MiB" })
    .default("1GB")
    .transform(bytesOf)
    .refine((bytes) => bytes >= LEAST, { error: "must be at least 256MB" })
    .meta({
      description:
        "memory for the trainer, at least 256MB; its SQL engine spills to disk beyond half of it",
    }),
  DESPLIEGA_THREADS: z.coerce
    .number({ error: "must be a number" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .max(256, { error: "must be at most 256" })
    .optional()
    .meta({
      description: "threads of the SQL engine; results do not depend on it",
      default: "one per core",
    }),
  DESPLIEGA_MAX_REJECTED_SHARE: z.coerce
    .number({ error: "must be a number" })
    .min(0, { error: "must be at least 0" })
    .max(1, { error: "must be at most 1" })
    .default(0.01)
    .meta({ description: "largest share of rejected rows that a run accepts, from 0 to 1" }),
  DESPLIEGA_COMMIT: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, { error: "must be a commit hash" })
    .optional()
    .meta({ description: "the commit that the trainer was built from, for the manifest" }),
  DESPLIEGA_ACTOR: z
    .string()
    .max(100, { error: "must have at most 100 characters" })
    .optional()
    .meta({
      description: "the name that the ledger and the audit records give to the user of a command",
      default: "user and host",
    }),
  DESPLIEGA_APPROVALS: z
    .enum(["required", "off"], { error: "must be required or off" })
    .default("required")
    .meta({
      description:
        "`off` in an environment for tests: a promotion needs no approvals there, and the ledger says so",
    }),
  DESPLIEGA_SENSITIVE_MODELS: SensitiveModels,
  DESPLIEGA_COPY_CONNECTION_STRING: z.string().optional().meta({
    description:
      "for `despliega copy`: the storage account of the other container, where its url has no signature and no identity opens it",
  }),
  DESPLIEGA_AUDIT_CONTAINER_NAME: AuditContainerName,
  DESPLIEGA_IDENTITY_KEYS: Keys.meta({
    description:
      "for sensitive models: the keys that encrypt identifiers and names, written like `DESPLIEGA_PSEUDONYM_KEYS`",
  }),
  DESPLIEGA_PREDICTION_CONTAINER_NAME: PredictionContainerName,
  DESPLIEGA_PRIVATE_CONTAINER_NAME: PrivateContainerName,
  DESPLIEGA_DECISION_DAYS: z.coerce
    .number({ error: "must be a number" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .max(36_500, { error: "must be at most 36500" })
    .default(DECISION_DAYS)
    .meta({
      description:
        "days for which `despliega prune` keeps decisions, and the releases that they name; 25 months by default",
    }),
  DESPLIEGA_PREDICTION_DAYS: z.coerce
    .number({ error: "must be a number" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .max(36_500, { error: "must be at most 36500" })
    .default(180)
    .meta({ description: "days for which `despliega prune` keeps recorded answers" }),
  DESPLIEGA_CSV_ROWS: z.coerce
    .number({ error: "must be a number" })
    .int({ error: "must be a whole number" })
    .min(0, { error: "must be at least 0" })
    .default(CSV_ROWS)
    .meta({
      description:
        "labelled observations that a release has as `train_model.csv`; more of them are Parquet parts",
    }),
  DESPLIEGA_KEEP_INPUTS: z.enum(["on", "off"], { error: "must be on or off" }).default("on").meta({
    description:
      "whether a training keeps its inputs, so that `despliega rebuild` can train again: `on` or `off`",
  }),
  DESPLIEGA_DIRECTORY: z.string().default(".despliega").meta({
    description:
      "the directory of Azurite's data when no account is set; `npm start` writes reports there",
  }),
  DESPLIEGA_MODELS_DIRECTORY: z
    .string()
    .optional()
    .meta({
      description: "the directory of your own models, a folder each, read beside the examples",
      default: `\`${OWN_DIRECTORY}\`, if it is there`,
    }),
  DESPLIEGA_MODELS: ModelNames,
  ...EngineEnvironment.shape,
  ...RecordSettings.shape,
  ...WebhookEnvironment.shape,
  ...MlflowEnvironment.shape,
  ...TrainingJobEnvironment.shape,
});

/** The settings that are read here, each with its meaning, as `docs/settings.md` shows them. */
export const TRAINER_SETTINGS: SettingSchemas = {
  ...Environment.shape,
  ...DATABASE_SETTINGS,
  ...PREDICTION_KEY_SETTINGS,
  ...DECISION_PRIVATE_KEY_SETTINGS,
  ...SIGNING_SETTINGS,
};

/** Reads the trainer's settings. @throws `SETTING_INVALID` */
export const readTrainerSettings = (environment: NodeJS.ProcessEnv): TrainerSettings => {
  const parsed = parseSettings(Environment, environment);
  const storage = readStorageSettings(environment);
  const signer = readSigner(environment, storage.timeoutSeconds);
  const privateContainer = privateContainerOf(parsed.DESPLIEGA_PRIVATE_CONTAINER_NAME, storage);
  if (parsed.DESPLIEGA_AUDIT_CONTAINER_NAME === storage.container)
    throw new SettingInvalid({
      name: "DESPLIEGA_AUDIT_CONTAINER_NAME",
      problem: "must differ from DESPLIEGA_CONTAINER_NAME, whose writers are others",
    });
  const databases = readDatabaseSettings(environment);
  const settings = Object.freeze({
    ...databases,
    spark: sparkOf(parsed, databases.databaseLimits.connectSeconds),
    sparkAt: (url: string) => sparkAt(url, parsed, databases.databaseLimits.connectSeconds),
    storage: {
      ...storage,
      ...(signer === undefined ? {} : { signatures: { ...storage.signatures, signer } }),
      ...(privateContainer === undefined ? {} : { privateContainer }),
    },
    memoryLimit: `${Math.floor(parsed.DESPLIEGA_MEMORY_LIMIT / 2e6)}MB`,
    threads: parsed.DESPLIEGA_THREADS,
    maxRejected: parsed.DESPLIEGA_MAX_REJECTED_SHARE,
    commit: parsed.DESPLIEGA_COMMIT ?? null,
    actor: parsed.DESPLIEGA_ACTOR ?? currentActor(),
    approvals: parsed.DESPLIEGA_APPROVALS,
    sensitiveModels: parsed.DESPLIEGA_SENSITIVE_MODELS,
    copyConnectionString: parsed.DESPLIEGA_COPY_CONNECTION_STRING,
    audit: parsed.DESPLIEGA_AUDIT_CONTAINER_NAME,
    personKeys: {
      pseudonym: readPseudonymKeys(environment),
      identity: parsed.DESPLIEGA_IDENTITY_KEYS,
    },
    predictionContainer: parsed.DESPLIEGA_PREDICTION_CONTAINER_NAME ?? storage.container,
    predictionKey: readPredictionKey(environment),
    predictionDays: parsed.DESPLIEGA_PREDICTION_DAYS,
    decisions: {
      keys: readDecisionPrivateKeys(environment),
      days: parsed.DESPLIEGA_DECISION_DAYS,
    },
    csvRows: parsed.DESPLIEGA_CSV_ROWS,
    keepInputs: parsed.DESPLIEGA_KEEP_INPUTS === "on",
    localDirectory: parsed.DESPLIEGA_DIRECTORY,
    modelsDirectory: parsed.DESPLIEGA_MODELS_DIRECTORY,
    models: parsed.DESPLIEGA_MODELS,
    webhook: webhookOf(parsed),
    mlflow: mlflowOf(parsed),
    trainingJob: trainingJobOf(parsed),
    records: {
      recording: parsed.DESPLIEGA_RECORDS,
      tableUrl: parsed.DESPLIEGA_TABLE_URL,
      causedBy: parsed.DESPLIEGA_CAUSED_BY,
    },
  });
  requireOwnKeys(settings);
  return settings;
};

/** Refuses one key in two settings. @throws `SETTING_INVALID` */
const requireOwnKeys = ({ personKeys, predictionKey, decisions, webhook }: TrainerSettings): void =>
  refuseSharedKeys({
    DESPLIEGA_PSEUDONYM_KEYS: personKeys.pseudonym.map(({ secret }) => secret.export()),
    DESPLIEGA_IDENTITY_KEYS: personKeys.identity.map(({ secret }) => secret.export()),
    DESPLIEGA_PREDICTION_KEY: predictionKey === undefined ? [] : [predictionKey.export()],
    DESPLIEGA_DECISION_PRIVATE_KEYS: decisions.keys.map(({ key }) => ownBytes(key)),
    DESPLIEGA_WEBHOOK_SECRET: webhook?.secrets.map((secret) => secret.export()) ?? [],
  });

const privateContainerOf = (
  name: string | undefined,
  { container }: StorageSettings,
): string | undefined => {
  if (name !== container) return name;
  throw new SettingInvalid({
    name: "DESPLIEGA_PRIVATE_CONTAINER_NAME",
    problem: "must differ from DESPLIEGA_CONTAINER_NAME, or be left out",
  });
};
