import { existsSync, readFileSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";

import { ROOT } from "../../repository/files.js";
import { temporaryDirectory } from "../../support/temporary.js";
import type { AzAnswers } from "./az-answers.js";

/** An `az` that records and answers from a list. */
export interface RecordingAz {
  /** The environment in which it is the `az` that is found. */
  readonly env: Readonly<Record<string, string>>;
  /** The calls so far, each as one line of shell words without `az`. */
  readonly calls: () => readonly string[];
}

/** Prepares an `az` that records its calls and gives these answers. */
export const recordingAz = async (answers: AzAnswers = {}): Promise<RecordingAz> => {
  const directory = await temporaryDirectory();
  const log = join(directory, "calls");
  const file = join(directory, "answers.json");
  await writeFile(file, JSON.stringify(answers));
  return {
    env: {
      PATH: `${ROOT}tests/cicd/support:${process.env.PATH ?? ""}`,
      HOME: directory,
      AZ_LOG: log,
      AZ_ANSWERS: file,
    },
    calls: () => (existsSync(log) ? readFileSync(log, "utf8").split("\n").slice(0, -1) : []),
  };
};
