import type { KeyObject } from "node:crypto";

import { parseSettings, type SettingSchemas } from "@despliega/storage";
import { z } from "zod";

import { DATABASE_NAME, databaseSetting } from "../model/source.js";
import { parseDatabaseUrl, secretOf, type Connection } from "../sources/database/connection.js";
import type { DatabaseLimits } from "../sources/database/session.js";

const seconds = (fallback: number, most: number) =>
  z.coerce
    .number({ error: "must be a number of seconds" })
    .int({ error: "must be a whole number of seconds" })
    .min(1, { error: "must be at least 1" })
    .max(most, { error: `must be at most ${most}` })
    .default(fallback);

const Limits = z.object({
  DESPLIEGA_CONNECT_TIMEOUT_SECONDS: seconds(20, 600).meta({
    description: "seconds to connect to a database, or to a Spark, and sign in; at most 600",
  }),
  DESPLIEGA_QUERY_TIMEOUT_SECONDS: seconds(1_800, 86_400).meta({
    description: "seconds in which a database has to give the rows of an input; at most 86400",
  }),
  PGPASSWORD: z.string().transform(secretOf).optional().meta({
    description: "the password where the url of a database holds none, as in `--input`",
  }),
});

const Url = z.string().transform((text, context) => {
  const { problem, connection } = parsed(text);
  if (connection !== undefined) return connection;
  context.addIssue(problem);
  return z.NEVER;
});

const parsed = (text: string) => ({
  connection: undefined,
  problem: "",
  ...parseDatabaseUrl(text),
});

/** The settings of databases, each with its meaning; `<NAME>` stands for any name. */
export const DATABASE_SETTINGS: SettingSchemas = {
  "DESPLIEGA_DATABASE_<NAME>": z.string().optional().meta({
    description:
      "the url of the PostgreSQL that `model.yaml` calls by that name in small letters: [history from a database](database.md)",
  }),
  ...Limits.shape,
};

/** What is known of databases. */
export interface DatabaseSettings {
  /** By the names that models use. */
  readonly databases: ReadonlyMap<string, Connection>;
  readonly databaseLimits: DatabaseLimits;
  /** The password of a database whose url holds none. */
  readonly databasePassword: KeyObject | undefined;
}

/** Reads the settings of databases. @throws `SETTING_INVALID` */
export const readDatabaseSettings = (environment: NodeJS.ProcessEnv): DatabaseSettings => {
  const limits = parseSettings(Limits, environment);
  const databasePassword = limits.PGPASSWORD;
  const names = Object.keys(environment).flatMap((setting) => {
    const name = setting.replace(databaseSetting(""), "").toLowerCase();
    return databaseSetting(name) === setting && DATABASE_NAME.test(name) ? [name] : [];
  });
  const urls = parseSettings(
    z.object(Object.fromEntries(names.map((name) => [databaseSetting(name), Url.optional()]))),
    environment,
  );
  return {
    databases: new Map(
      names.flatMap((name) => {
        const found = urls[databaseSetting(name)];
        if (found === undefined) return [];
        const password = found.password ?? databasePassword;
        return [[name, { ...found, password, name: `database ${name}` }]];
      }),
    ),
    databaseLimits: {
      connectSeconds: limits.DESPLIEGA_CONNECT_TIMEOUT_SECONDS,
      querySeconds: limits.DESPLIEGA_QUERY_TIMEOUT_SECONDS,
    },
    databasePassword,
  };
};
