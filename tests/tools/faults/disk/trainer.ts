import { appendFile, copyFile } from "node:fs/promises";
import { basename, join } from "node:path";

import { blobNames, listVersions, readManifest, requireChampion } from "@despliega/storage";

import { generate } from "../../../data/generator.js";
import { azuriteStoreOf } from "../../../support/azurite.js";
import { onSmallDisk } from "../lib/small-disk.js";
import { startTrainer, type TrainerEnd } from "../lib/trainer-process.js";
import { wholeness } from "../lib/wholeness.js";
import type { Workshop } from "../lib/workshop.js";

/** What a trainer has to write besides its tables. */
export const KINDS = ["a file", "a file with faults", "the container", "many users"] as const;
export type Kind = (typeof KINDS)[number];

/** How a trainer on a small disk ended. */
export interface DiskRun {
  readonly broken: string | undefined;
  readonly full: boolean;
  /** Whether it ended in the step that draws and writes beside each other. */
  readonly inParallel: boolean;
}

/** A container with a champion; its next runs have a small disk. */
export interface DiskLine {
  /** Runs a trainer with a share of the disk that its files need; returns the promise that is broken. */
  readonly tryShare: (share: number) => Promise<DiskRun>;
}

const FULL = /^ENGINE_DISK_FULL: There is no space left in [^\n]+\n$/;

/** Opens a line for one kind of input. */
export const openDiskLine = async (workshop: Workshop, kind: Kind): Promise<DiskLine> => {
  const container = `disk-${KINDS.indexOf(kind)}`;
  const { connectionString } = workshop;
  const store = await azuriteStoreOf({ connectionString, container });
  const directory = await workshop.directory(container);
  const input = await inputOf(workshop, kind, join(directory, "..", `${container}.csv`));
  await store.ensureContainer();
  if (kind === "the container")
    await store.create(blobNames.input("riesgo", "loans.csv"), { file: input });

  const run = (through: readonly string[] = []): Promise<TrainerEnd> => {
    const settings = {
      AZURE_STORAGE_CONNECTION_STRING: connectionString,
      DESPLIEGA_CONTAINER_NAME: container,
      TMPDIR: directory,
    };
    return startTrainer(settings, kind === "the container" ? undefined : input, through).ended;
  };
  const first = await run();
  if (first.code !== 0) throw new Error(`${kind}: ${first.code} ${first.stderr}`);
  const { version } = await requireChampion(store, "riesgo");
  const manifest = await readManifest(store, "riesgo", version);
  const inputBytes = manifest.lineage.inputs[0]!.bytes;
  // The files there: the tables, and the copies of the input that a run makes of its own.
  const files = manifest.parts.filter(({ name }) => /\.(?:csv|arrow)$/.test(name));
  const copies = kind === "the container" || kind === "a file with faults" ? 1 : 0;
  const needed = files.reduce((sum, { bytes }) => sum + bytes, copies * inputBytes);

  return {
    async tryShare(share) {
      const pages = Math.max(1, Math.ceil((share * needed) / 4_096));
      const before = [await listVersions(store, "riesgo"), await requireChampion(store, "riesgo")];
      const { code, stdout, stderr } = await run(onSmallDisk(directory, pages * 4_096));
      const after = [await listVersions(store, "riesgo"), await requireChampion(store, "riesgo")];
      const torn = await wholeness(store, "riesgo");
      const inParallel =
        stdout.includes('"step":"evaluate"') && !stdout.includes('"step":"report"');
      if (torn !== undefined || code === 0) return { broken: torn, full: false, inParallel };
      if (code !== 1 || !FULL.test(stderr))
        return { broken: `it ends with ${code}: ${stderr.slice(0, 300)}`, full: false, inParallel };
      const same = JSON.stringify(before) === JSON.stringify(after);
      return { broken: same ? undefined : "something was published", full: true, inParallel };
    },
  };
};

const inputOf = async ({ input }: Workshop, kind: Kind, file: string): Promise<string> => {
  if (kind === "many users") await generate("--users", "20100", "--seed", "3", "--out", file);
  else await copyFile(input, file);
  if (kind === "a file with faults") await appendFile(file, `${basename(file)},too few\n`);
  return file;
};
