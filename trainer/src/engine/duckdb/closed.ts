import { resolve } from "node:path";

import { literal } from "../sql.js";

/** Options of every instance: no statement fetches an extension or loads one by itself, and no community extension is loaded. */
export const CLOSED = {
  autoinstall_known_extensions: "false",
  autoload_known_extensions: "false",
  allow_community_extensions: "false",
} as const;

/**
 * SQL that lets no later statement read or write a file outside of a directory, load an extension or lift this again.
 * Paths that were allowed before stay so.
 *
 * https://duckdb.org/docs/stable/operations_manual/securing_duckdb/overview
 */
export const confineSql = (directory: string): string => `
  SET allowed_directories = [${literal(resolve(directory))}];
  SET enable_external_access = false;
  SET lock_configuration = true`;
