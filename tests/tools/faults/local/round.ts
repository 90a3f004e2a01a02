import { readdir } from "node:fs/promises";
import { setTimeout as wait } from "node:timers/promises";

import { openStore, listVersions, readChampion, readManifest, readPart } from "@despliega/storage";
import { localStorage } from "@despliega/storage/local";

import type { Random } from "../../load/lib/random.js";
import { until } from "../../../support/until.js";
import { wholeness } from "../lib/wholeness.js";
import { startCommand, type CommandEnd } from "./commands.js";

/** What happens in a round. */
export interface Round {
  readonly title: string;
  readonly commands: readonly PlannedCommand[];
  /** Milliseconds after which the process that keeps the store is killed. */
  readonly killKeeperAfter: number | undefined;
}

interface PlannedCommand {
  readonly args: readonly string[];
  readonly startAfter: number;
  readonly kill: { readonly signal: "SIGKILL" | "SIGTERM"; readonly after: number } | undefined;
}

/** Milliseconds within which commands start, and within which they are killed. */
const DELAY = 2_000;
const LIFE = 6_000;

/** Makes up one round of many: a third of them kill. */
export const planRound = (random: Random, index: number, input: string): Round => {
  const count = [2, 4, 8][index % 3]!;
  const together = random.once(2);
  const killing = Math.floor(index / 3) % 3 === 2;
  const train = ["train", "riesgo", "--input", input];
  const commands = Array.from({ length: count }, (_, i): PlannedCommand => ({
    args: i === 0 || random.int(1, 3) > 1 ? train : ["releases", "riesgo"],
    startAfter: together ? 0 : random.int(0, DELAY),
    kill: killing
      ? { signal: random.pick(["SIGKILL", "SIGTERM"]), after: random.int(0, LIFE) }
      : undefined,
  }));
  return {
    title: `${count} commands ${together ? "together" : "one after the other"}${killing ? ", killed" : ""}`,
    commands,
    killKeeperAfter: killing && random.once(2) ? random.int(500, LIFE) : undefined,
  };
};

/**
 * Runs a round on a directory; returns the promise that it breaks.
 *
 * @param published the versions that were reported as published before; those of this round are added
 */
export const runRound = async (
  directory: string,
  { commands, killKeeperAfter }: Round,
  published: Set<string>,
): Promise<string | undefined> => {
  const killed = commands.some(({ kill }) => kill !== undefined);
  const keeper =
    killKeeperAfter === undefined ? undefined : killKeepers(directory, killKeeperAfter);
  const ends = await Promise.all(commands.map((command) => run(directory, command)));
  await keeper;
  for (const { published: version } of ends) if (version !== undefined) published.add(version);
  const wrong = killed ? undefined : ends.find((end) => !isUsual(end));
  if (wrong !== undefined) return `a command ended with ${wrong.code}: ${wrong.stderr.trim()}`;
  return (await isThere(directory, published)) ?? keeperLeft(directory);
};

const run = async (
  directory: string,
  { args, startAfter, kill }: PlannedCommand,
): Promise<CommandEnd> => {
  await wait(startAfter);
  const { child, ended } = startCommand(directory, args);
  if (kill === undefined) return ended;
  const timer = setTimeout(() => child.kill(kill.signal), kill.after);
  const end = await ended;
  clearTimeout(timer);
  return end;
};

/**
 * Of several trainings at once one may be outrun by another; its release is published all the same. A command may remove first what one
 * that was killed in an earlier round left.
 */
const isUsual = ({ code, stderr }: CommandEnd): boolean => {
  const said = stderr.replace(/^Removed what runs that were killed left: .+\n/, "");
  return (code === 0 && said === "") || (code === 4 && said.startsWith("BLOB_CHANGED: "));
};

const keepersIn = async (directory: string): Promise<number[]> => {
  const names = await readdir(directory).catch(() => []);
  return names.flatMap((name) => /^store-(\d+)-/.exec(name)?.slice(1).map(Number) ?? []);
};

const killKeepers = async (directory: string, after: number): Promise<void> => {
  await wait(after);
  for (const pid of await keepersIn(directory))
    try {
      process.kill(pid, "SIGKILL");
    } catch {
      // Gone by itself.
    }
};

/** Opens the store again and reads every release that was reported as published, part by part. */
const isThere = async (
  directory: string,
  published: ReadonlySet<string>,
): Promise<string | undefined> => {
  const local = await localStorage(directory);
  try {
    const store = await openStore({
      account: { connectionString: local.connectionString },
      container: "despliega",
      timeoutSeconds: 20,
    });
    await store.ensureContainer();
    const versions = new Set(await listVersions(store, "riesgo"));
    for (const version of published) {
      if (!versions.has(version)) return `${version} was reported as published and is missing`;
      const manifest = await readManifest(store, "riesgo", version);
      for (const { name } of manifest.parts) await readPart(store, manifest, name);
    }
    const { champion } = await readChampion(store, "riesgo");
    if (champion !== undefined) return await wholeness(store, "riesgo");
    return published.size === 0 ? undefined : "nothing is the champion";
  } catch (error) {
    return `the store is not whole: ${String(error)}`;
  } finally {
    await local.close();
  }
};

const keeperLeft = async (directory: string): Promise<string | undefined> => {
  try {
    await until(async () => (await keepersIn(directory)).length === 0, "the end of the store");
    return undefined;
  } catch {
    return "a store runs on though nobody uses it";
  }
};
