import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startAzurite } from "@despliega/storage/azurite";

import { generate } from "../../../data/generator.js";

/** An Azurite, a history to train on in no time, and room for files; all gone afterwards. */
export interface Workshop {
  readonly connectionString: string;
  /** A CSV of loans, from which a release comes that passes its gates. */
  readonly input: string;
  /** Makes a directory. */
  readonly directory: (name: string) => Promise<string>;
}

/** Runs work in a workshop. */
export const withWorkshop = async <T>(work: (workshop: Workshop) => Promise<T>): Promise<T> => {
  const root = await mkdtemp(join(tmpdir(), "despliega-faults-"));
  const azurite = await startAzurite();
  const input = join(root, "loans.csv");
  try {
    await generate("--users", "20", "--seed", "3", "--out", input);
    return await work({
      connectionString: azurite.connectionString,
      input,
      async directory(name) {
        const directory = join(root, name);
        await mkdir(directory, { recursive: true });
        return directory;
      },
    });
  } finally {
    await azurite.close();
    await rm(root, { recursive: true, force: true });
  }
};
