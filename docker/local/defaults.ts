import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";

const FILE = new URL("../../local.env", import.meta.url);

/** The environment, and what docker/local.env says where it is silent. */
export const withLocalDefaults = (environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv => ({
  ...parseEnv(readFileSync(FILE, "utf8")),
  ...environment,
});
