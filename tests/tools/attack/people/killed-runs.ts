import { execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdir, mkdtemp, open, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as wait } from "node:timers/promises";

import { ROOT } from "../../../repository/files.js";
import { openIn } from "../../../support/open-in.js";
import { until } from "../../../support/until.js";
import type { Attack } from "../lib/attack.js";
import { keyOf } from "../lib/field.js";

const PROGRAM = `${ROOT}trainer/dist/main.js`;
const PEOPLE = `${ROOT}data/vih/patients.csv`;

/** Commands that read people, each with what it writes outside of its work directory. */
const VERBS: Readonly<Record<string, (input: string, outputs: string) => readonly string[]>> = {
  train: (input) => ["train", "vih", "--input", input],
  prepare: (input, outputs) => ["prepare", "vih", "--input", input, "--out", join(outputs, "to")],
};

/** Names of people of the sample, any of which in a file is a find. */
const somePeople = async (): Promise<readonly string[]> => {
  const lines = (await readFile(PEOPLE, "utf8")).split("\n").slice(1, 40);
  return lines.map((line) => line.split(",", 1)[0]!).filter((id) => id.length > 3);
};

/** Files that hold one of some texts. */
const filesWith = async (directory: string, texts: readonly string[]): Promise<string[]> => {
  const found: string[] = [];
  for (const name of await readdir(directory, { recursive: true })) {
    const file = join(directory, name);
    // A run that lives removes files meanwhile.
    const content = await readFile(file, "latin1").catch(() => "");
    if (texts.some((of) => content.includes(of))) found.push(name);
  }
  return found;
};

/** A pipe that has given people, and does not end. */
const openPipe = async (path: string) => {
  execFileSync("mkfifo", [path]);
  const end = await open(path, "r+");
  // A pipe holds 64 KiB.
  await end.write((await readFile(PEOPLE)).subarray(0, 50_000));
  return { path, close: () => end.close() };
};

const start = (settings: NodeJS.ProcessEnv, words: readonly string[]) =>
  // The user's own umask would hide nothing.
  spawn("sh", ["-c", 'umask 0; exec "$@"', "sh", process.execPath, PROGRAM, ...words], {
    env: { PATH: process.env["PATH"], ...settings },
    stdio: ["ignore", "ignore", "pipe"],
  });

/** Kills commands that read people at many moments, and reads what they leave as another user of the machine. */
export const killedRuns: Attack = {
  tried:
    "trainings and preparations of a model about people, whose user hides nothing by a umask, killed at moments over their whole course; another user reads what they left, before and after the next command",
  aim: "a file or a directory can be read or entered by others, one with people is there after the next command, or that does not say what it removed",
  stopped:
    "files are made 0600 in directories 0700 (`storage/src/process/private-files.ts`), and every command begins with a sweep of what killed ones left (`trainer/src/sources/work-directory.ts`)",
  async play({ connectionString }, { short }) {
    const root = await mkdtemp(join(tmpdir(), "despliega-attack-"));
    const people = await somePeople();
    const successes: string[] = [];
    let [tries, left, held] = [0, 0, 0];
    try {
      for (const [verb, wordsOf] of Object.entries(VERBS))
        for (let moment = 1; moment <= (short ? 2 : 6); moment++) {
          const TMPDIR = join(root, `${verb}-${moment}`);
          const outputs = join(root, `${verb}-${moment}-out`);
          for (const directory of [TMPDIR, outputs]) await mkdir(directory, { mode: 0o700 });
          const settings = {
            TMPDIR,
            AZURE_STORAGE_CONNECTION_STRING: connectionString,
            DESPLIEGA_CONTAINER_NAME: "attacked-killed",
            DESPLIEGA_PSEUDONYM_KEYS: `k1:${keyOf("k1")}`,
            DESPLIEGA_IDENTITY_KEYS: `k1:${keyOf("identity")}`,
            DESPLIEGA_RECORDS: "off",
            DESPLIEGA_THREADS: "1",
          };
          // The first one waits for the end of its input, with people in its hands.
          const pipe = moment === 1 ? await openPipe(join(root, `${verb}.csv`)) : undefined;
          const run = start(settings, wordsOf(pipe?.path ?? PEOPLE, outputs));
          const died = once(run, "exit");
          run.stderr.resume();
          const begun = async (): Promise<boolean> =>
            run.exitCode !== null ||
            (pipe === undefined
              ? (await readdir(TMPDIR)).length > 0
              : (await filesWith(TMPDIR, people)).length > 0);
          await until(begun, "a file of the run");
          await Promise.race([wait((short ? 400 : 200) * (moment - 1)), died]);
          run.kill("SIGKILL");
          await died;
          await pipe?.close();

          tries++;
          const before = await readdir(TMPDIR);
          if (before.length > 0) left++;
          if ((await filesWith(TMPDIR, people)).length > 0) held++;
          for (const directory of [TMPDIR, outputs])
            for (const open of await openIn(directory))
              successes.push(`${verb}, killed at moment ${moment}: others may read ${open}`);

          const next = start({ TMPDIR }, ["models", "--json"]);
          const said = await text(next.stderr);
          const after = (await readdir(TMPDIR)).filter((name) => name.startsWith("despliega-run-"));
          for (const name of after)
            successes.push(`${verb}, killed at moment ${moment}: ${name} is still there`);
          for (const name of before.filter((of) => of.startsWith("despliega-run-")))
            if (!said.includes(name))
              successes.push(`${verb}, killed at moment ${moment}: nobody says that ${name} went`);
          for (const directory of [TMPDIR, outputs])
            for (const name of await filesWith(directory, people))
              successes.push(`${verb}, killed at moment ${moment}: ${name} still holds people`);
        }
    } finally {
      await rm(root, { recursive: true, force: true });
    }
    if (held === 0) throw new Error("no run was killed while it held people");
    return {
      tries,
      successes,
      figures: `${left} runs left a directory, ${held} one with identifiers of people; none of them after the next command`,
    };
  },
};
