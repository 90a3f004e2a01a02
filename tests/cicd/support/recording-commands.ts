import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";

import { temporaryDirectory } from "../../support/temporary.js";

/** Commands that replace others of their names. */
export interface RecordingCommands {
  /** A PATH on which they are found first. */
  readonly path: string;
  /** The calls so far, each as a line that begins with the command. */
  readonly calls: () => readonly string[];
}

/**
 * Prepares commands that record their calls.
 *
 * @param commands what each does then, as lines of bash
 */
export const recordingCommands = async (
  commands: Readonly<Record<string, string>>,
): Promise<RecordingCommands> => {
  const directory = await temporaryDirectory();
  const log = join(directory, "calls");
  for (const [name, lines] of Object.entries(commands)) {
    const program = `#!/usr/bin/env bash\nset -euo pipefail\necho "${name} $*" >>'${log}'\n${lines}\n`;
    await writeFile(join(directory, name), program, { mode: 0o755 });
  }
  return {
    path: [directory, process.env.PATH ?? ""].join(delimiter),
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").trimEnd().split("\n") : []),
  };
};
