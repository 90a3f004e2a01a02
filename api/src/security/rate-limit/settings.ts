import { parseSettings, type SettingSchemas } from "@despliega/storage";
import proxyaddr from "proxy-addr";
import { z } from "zod";

/** How many requests one caller may send, and how callers are distinguished. */
export interface RateLimitSettings {
  /** Requests per minute; 0 for no limit. */
  readonly limit: number;
  /** Rows per minute; 0, the default, for no limit. */
  readonly rowLimit?: number;
  /** Different people of sensitive models per hour; 0 for no limit. */
  readonly subjectLimit?: number;
  /** The number of proxies in front, or their addresses; undefined when callers connect themselves. */
  readonly trustProxy: TrustProxy | undefined;
}

export type TrustProxy = number | readonly string[];

const RULE = { error: "must be a whole number from 0 to 1000000000" };

const isCompiled = (addresses: string[]): boolean => {
  try {
    proxyaddr.compile(addresses);
    return true;
  } catch {
    return false;
  }
};

// A caller that sends a thousand requests per second is a program in a loop; most of the process is left to the others.
const DEFAULT_LIMIT = 60_000;

/** Different people whom one caller may ask about in an hour by default: a busy ward, and not a whole training table. */
export const DEFAULT_SUBJECT_LIMIT = 1_000;

const MOST_SUBJECTS = 100_000;
const SUBJECTS = { error: `must be a whole number from 0 to ${MOST_SUBJECTS}` };

const MAX_PROXIES = 9;

const Environment = z.object({
  DESPLIEGA_RATE_LIMIT: z.coerce
    .number(RULE)
    .int(RULE)
    .min(0, RULE)
    .max(1e9, RULE)
    .default(DEFAULT_LIMIT)
    .meta({ description: "requests per minute that one caller may send; 0 is no limit" }),
  DESPLIEGA_RATE_LIMIT_ROWS: z.coerce
    .number(RULE)
    .int(RULE)
    .min(0, RULE)
    .max(1e9, RULE)
    .default(0)
    .meta({
      description:
        "rows per minute that one caller may ask about in batches, beside the limit of requests; 0 is no limit",
    }),
  DESPLIEGA_RATE_LIMIT_SUBJECTS: z.coerce
    .number(SUBJECTS)
    .int(SUBJECTS)
    .min(0, SUBJECTS)
    .max(MOST_SUBJECTS, SUBJECTS)
    .default(DEFAULT_SUBJECT_LIMIT)
    .meta({
      description:
        "different people per hour whom one caller may ask sensitive models about; 0 is no limit",
    }),
  DESPLIEGA_TRUST_PROXY: z
    .string()
    .transform((text) =>
      /^\d+$/.test(text) ? Number(text) : text.split(",").map((address) => address.trim()),
    )
    .refine((trust) => (typeof trust === "number" ? trust <= MAX_PROXIES : isCompiled(trust)), {
      error: `must be the number of proxies in front, up to ${MAX_PROXIES}, or their addresses and subnets with commas between them`,
    })
    .optional()
    .meta({
      description:
        "the number of proxies in front of the api, or their addresses separated by commas",
      default: "`0`",
    }),
});

/** The settings that are read here, each with its meaning, as `docs/settings.md` shows them. */
export const RATE_LIMIT_SETTINGS: SettingSchemas = Environment.shape;

/**
 * Reads the rate limit.
 *
 * @throws `SETTING_INVALID`
 */
export const readRateLimitSettings = (environment: NodeJS.ProcessEnv): RateLimitSettings => {
  const parsed = parseSettings(Environment, environment);
  const trustProxy = parsed.DESPLIEGA_TRUST_PROXY;
  return {
    limit: parsed.DESPLIEGA_RATE_LIMIT,
    rowLimit: parsed.DESPLIEGA_RATE_LIMIT_ROWS,
    subjectLimit: parsed.DESPLIEGA_RATE_LIMIT_SUBJECTS,
    trustProxy: trustProxy === 0 ? undefined : trustProxy,
  };
};
