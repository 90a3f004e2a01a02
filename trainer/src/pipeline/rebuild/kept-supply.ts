import { createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import {
  BlobMissing,
  streamKept,
  subjectOf,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import { InputNotKept } from "../../errors/errors.js";
import type { ModelDefinition } from "../../model/model.js";
import type { InputFile } from "../../sources/input-file.js";
import type { Progress } from "../progress.js";
import type { InputSupply } from "../read-inputs.js";

/** Where kept inputs are read. */
export interface KeptSupplyContext {
  readonly store: BlobStore;
  readonly progress: Progress;
}

/**
 * Supplies a run with the inputs that a release was trained on, as they were kept.
 *
 * @throws `INPUT_NOT_KEPT` before anything is read, when the release names no kept content for an input
 */
export const keptSupply = (
  manifest: Manifest,
  { inputs }: Pick<ModelDefinition, "inputs">,
  { store, progress }: KeptSupplyContext,
): InputSupply => {
  const contents = inputs.map(({ dataset }) => contentOf(manifest, dataset));
  return {
    fetch: (directory) =>
      progress.step(
        "input",
        async () => {
          await mkdir(directory);
          const found: InputFile[] = [];
          for (const content of contents)
            found.push(await fetchKept(store, manifest, content, directory));
          return found;
        },
        (found) => ({ bytes: found.reduce((sum, { bytes }) => sum + bytes, 0) }),
      ),
  };
};

/** What is known of an input of a release, and the content that is kept of it. */
interface KeptOf {
  readonly dataset: string;
  readonly bytes: number;
  readonly sha256: string;
  readonly content: string;
}

const contentOf = (manifest: Manifest, dataset: string): KeptOf => {
  const { model, version, keptInputs = [], lineage } = manifest;
  const of = ({ name }: { readonly name: string }) => name === dataset;
  const kept = keptInputs.find(of);
  const input = lineage.inputs.find(of);
  if (kept === undefined || input === undefined)
    throw new InputNotKept({ model, version, dataset, problem: "was not kept" });
  const { bytes, sha256 } = input;
  return { dataset, bytes, sha256, content: kept.sha256 };
};

const fetchKept = async (
  store: BlobStore,
  { model, version, privacy, ...manifest }: Manifest,
  { content, ...input }: KeptOf,
  directory: string,
): Promise<InputFile> => {
  const { dataset } = input;
  const file = join(directory, dataset);
  try {
    await pipeline(streamKept(store, model, content), createWriteStream(file));
  } catch (cause) {
    if (!(cause instanceof BlobMissing)) throw cause;
    throw new InputNotKept({ model, version, dataset, problem: "is not kept here" }, { cause });
  }
  const { pseudonymKey = null } = subjectOf(manifest) ?? {};
  const kept = privacy === "sensitive" ? { kept: { pseudonymKey } } : {};
  return { ...input, file, source: "what was kept", ...kept };
};
