import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { ROOT } from "../../../repository/files.js";

const PROGRAM = `${ROOT}trainer/dist/main.js`;

/** How a trainer ended. */
export interface TrainerEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A trainer that runs as a process of its own. */
export interface TrainerProcess {
  readonly child: ChildProcess;
  readonly ended: Promise<TrainerEnd>;
}

/** What makes a new position of the pointer: a release, or an edition of the champion's features. */
export type Verb = "train" | "refresh";

/** Seconds after which a trainer counts as hanging. */
const HANG = 180;

/**
 * Starts `despliega train riesgo`, or another verb, with these settings and no others.
 *
 * @param input a file; undefined: the container's own
 * @param through a command that runs the trainer, as one that limits it does; it takes the rest of its arguments
 */
export const startTrainer = (
  settings: NodeJS.ProcessEnv,
  input: string | undefined,
  through: readonly string[] = [],
  verb: Verb = "train",
): TrainerProcess => {
  const { PATH } = process.env;
  const named = input === undefined ? [] : ["--input", input];
  const words = [...through, process.execPath, PROGRAM, verb, "riesgo", ...named];
  const child = spawn(words[0]!, words.slice(1), {
    env: { PATH, DESPLIEGA_THREADS: "1", DESPLIEGA_ACTOR: "the campaign", ...settings },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: HANG * 1_000,
    killSignal: "SIGKILL",
  });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]).then(([stdout, stderr, [code]]) => ({ code, stdout, stderr }));
  return { child, ended };
};
