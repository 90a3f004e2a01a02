import { hostname, userInfo } from "node:os";

import { parseSettings, readStorageSettings, type StorageSettings } from "@despliega/storage";
import { z } from "zod";

/** What the environment says to the trainer. */
export interface TrainerSettings {
  readonly storage: StorageSettings;
  /** Most memory that the SQL engine holds before it spills to disk. */
  readonly memoryLimit: string;
  /** Threads of the SQL engine; undefined: one a core. Results do not depend on it. */
  readonly threads: number | undefined;
  /** Largest share of rejected rows that a run accepts. */
  readonly maxRejected: number;
  /** Commit that the trainer was built from, where its image knows it. */
  readonly commit: string | null;
  /** Who moves a pointer, for the ledger. */
  readonly actor: string;
  /** Where `npm start` keeps its Azurite, used when no account is set. */
  readonly localDirectory: string;
}

const Environment = z.object({
  MEMORY_LIMIT: z
    .string()
    .regex(/^\d+(?:\.\d+)? ?(?:[KMGT]i?B)$/i, { error: "must be a size such as 1GB or 512MB" })
    .default("1GB"),
  THREADS: z.coerce
    .number({ error: "must be a number" })
    .int({ error: "must be a whole number" })
    .min(1, { error: "must be at least 1" })
    .max(256, { error: "must be at most 256" })
    .optional(),
  MAX_REJECTED_SHARE: z.coerce
    .number({ error: "must be a number" })
    .min(0, { error: "must be at least 0" })
    .max(1, { error: "must be at most 1" })
    .default(0.01),
  COMMIT: z
    .string()
    .regex(/^[0-9a-f]{7,64}$/, { error: "must be a commit hash" })
    .optional(),
  ACTOR: z.string().max(100, { error: "must have at most 100 characters" }).optional(),
  DESPLIEGA_DIRECTORY: z.string().default(".despliega"),
});

/** Names of the environment variables that are read here. */
export const TRAINER_SETTINGS: readonly string[] = Object.keys(Environment.shape);

/** Reads the trainer's settings. @throws `SETTING_INVALID` */
export const readTrainerSettings = (environment: NodeJS.ProcessEnv): TrainerSettings => {
  const parsed = parseSettings(Environment, environment);
  return Object.freeze({
    storage: readStorageSettings(environment),
    memoryLimit: parsed.MEMORY_LIMIT,
    threads: parsed.THREADS,
    maxRejected: parsed.MAX_REJECTED_SHARE,
    commit: parsed.COMMIT ?? null,
    actor: parsed.ACTOR ?? `${userInfo().username}@${hostname()}`,
    localDirectory: parsed.DESPLIEGA_DIRECTORY,
  });
};
