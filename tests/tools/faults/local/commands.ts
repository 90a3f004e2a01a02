import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";

import { ROOT } from "../../../repository/files.js";

const PROGRAM = `${ROOT}trainer/dist/main.js`;

/** How a command ended. */
export interface CommandEnd {
  /** Null when a signal ended it. */
  readonly code: number | null;
  readonly stderr: string;
  /** The version that it reported as published. */
  readonly published: string | undefined;
}

/** A command that runs on the local store of a directory. */
export interface Command {
  readonly child: ChildProcess;
  readonly ended: Promise<CommandEnd>;
}

/** Milliseconds after which a command counts as hanging. */
const HANG = 240_000;

/** Starts a command on the local store of a directory. */
export const startCommand = (directory: string, args: readonly string[]): Command => {
  const child = spawn(process.execPath, [PROGRAM, ...args], {
    env: {
      PATH: process.env["PATH"],
      TMPDIR: process.env["TMPDIR"],
      DESPLIEGA_THREADS: "1",
      DESPLIEGA_ACTOR: "the campaign",
      DESPLIEGA_DIRECTORY: directory,
    },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: HANG,
    killSignal: "SIGKILL",
  });
  const ended = Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, "close") as Promise<[number | null]>,
  ]).then(([stdout, stderr, [code]]) => ({ code, stderr, published: publishedIn(stdout) }));
  return { child, ended };
};

const publishedIn = (stdout: string): string | undefined =>
  stdout
    .split("\n")
    .filter((line) => line.includes('"message":"Published '))
    .map((line) => (JSON.parse(line) as { readonly version: string }).version)[0];
