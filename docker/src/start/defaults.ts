import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

const FILE = new URL("../../local.env", import.meta.url);

/** The environment; a variable that it lacks has its value of `local.env`. */
export const withLocalDefaults = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...parseEnv(readFileSync(FILE, "utf8")),
  ...environment,
});
