import { randomBytes, randomUUID } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";

import type { LocalSettings } from "./settings.js";

/** Settings of the keys that hide people. */
const NAMES = ["DESPLIEGA_PSEUDONYM_KEYS", "DESPLIEGA_IDENTITY_KEYS"] as const;

/**
 * The environment with keys that the first start on this machine made, so that pseudonyms stay the same from one start
 * to the next; keys that are set come before them. For an account nothing is made up.
 */
export const withLocalKeys = async (
  environment: NodeJS.ProcessEnv,
  { storage, directory }: LocalSettings,
): Promise<NodeJS.ProcessEnv> => {
  if (storage.account !== undefined) return environment;
  const file = join(directory, "keys.env");
  await mkdir(directory, { recursive: true });
  await makeKeys(file);
  return { ...parseEnv(await readKeys(file)), ...environment };
};

/** Makes the file if it is not there. Of two starts at the same time one makes it, and both use it. */
const makeKeys = async (file: string): Promise<void> => {
  const made = NAMES.map((name) => `${name}=local:${randomBytes(32).toString("base64")}\n`);
  const whole = `${file}.${randomUUID()}~`;
  await writeFile(whole, made.join(""), { mode: 0o600 });
  try {
    // Unlike a rename, a link replaces nothing; unlike a write, it is there whole or not at all.
    await link(whole, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  } finally {
    await rm(whole);
  }
};

/** The text of the file, in which the settings of an older version get their present names. */
const readKeys = async (file: string): Promise<string> => {
  const text = await readFile(file, "utf8");
  const renamed = text.replaceAll(/^(?=(?:PSEUDONYM|IDENTITY)_KEYS=)/gm, "DESPLIEGA_");
  if (renamed !== text) {
    // Nobody can make these keys again, so the file is whole at every moment.
    await writeFile(`${file}~`, renamed, { mode: 0o600 });
    await rename(`${file}~`, file);
  }
  return renamed;
};
