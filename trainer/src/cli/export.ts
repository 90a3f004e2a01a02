import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import {
  OutputUnwritable,
  readManifestBytes,
  streamPart,
  type BlobStore,
  type Manifest,
} from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { auditedExport } from "./audited.js";
import { recorded } from "./recorded.js";
import { examples } from "./examples.js";
import { knownModel, versionOf } from "./arguments.js";
import { releaseOrChampion } from "./release.js";

interface Options {
  readonly to: string;
  readonly reason?: string;
}

/** `export <model> [version]`: a release as files. */
export const exportCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("export <model> [version]")
    .description(
      "write the artifacts of a release (default: the champion) as files, without identities, each checked",
    )
    .requiredOption("--to <directory>", "the directory to write to; created if missing")
    .option("--reason <text>", "for a model about people: the reason, for the audit record")
    .addHelpText(
      "after",
      examples(
        "export riesgo --to release",
        'export vih --to release --reason "the yearly review of the model"',
      ),
    )
    .action(async (name: string, given: string | undefined, { to, reason }: Options) => {
      const model = knownModel(name, settings);
      const asked = given === undefined ? undefined : versionOf(given);
      const run = { verb: "export", model: model.name, parameters: {} };
      await recorded(context, run, async (store, note) => {
        const manifest = await releaseOrChampion(store, model.name, asked);
        const { version } = manifest;
        note({ version });
        // Identities leave the container through `identify` only.
        const parts = manifest.parts.flatMap((part) =>
          part.folder === "identities" ? [] : [part.name],
        );
        const leaves = { verb: "export", manifest, parts, reason };
        await auditedExport(context, leaves, () => write(store, manifest, parts, to));
        progress.result(`Wrote ${parts.length + 1} files of ${name} ${version} to ${to}.`, {
          version,
          to,
          parts: [...parts, "manifest.json"],
        });
      });
    });
};

const write = async (
  store: BlobStore,
  manifest: Manifest,
  parts: readonly string[],
  to: string,
): Promise<void> => {
  try {
    await mkdir(to, { recursive: true });
    for (const part of parts)
      await pipeline(streamPart(store, manifest, part), createWriteStream(join(to, part)));
    const written = await readManifestBytes(store, manifest.model, manifest.version);
    await writeFile(join(to, "manifest.json"), written);
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
    const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
    throw new OutputUnwritable({ path: to, reason }, { cause });
  }
};
