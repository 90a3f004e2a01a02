import { mkdir, readFile, rename, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseEnv } from "node:util";

import { decisionKeys, makeKeys, peopleKeys } from "./make-keys.js";
import type { LocalSettings } from "./settings.js";

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
  // Apart, since the first file may be from before there were decisions.
  const decisions = join(directory, "decision-keys.env");
  await mkdir(directory, { recursive: true });
  await makeKeys(file, peopleKeys);
  await makeKeys(decisions, decisionKeys);
  const own = parseEnv(await readFile(decisions, "utf8"));
  return { ...parseEnv(await readKeys(file)), ...own, ...environment };
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
