import { createWriteStream } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";

import { OutputUnwritable, readManifestBytes, streamPart } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { recorded } from "./recorded.js";
import { examples } from "./examples.js";
import { knownModel, versionOf } from "./arguments.js";
import { releaseOrChampion } from "./release.js";

/** `export <model> [version]`: a release as files. */
export const exportCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("export <model> [version]")
    .description(
      "write the artifacts of a release (default: the champion) as files, without identities, each checked",
    )
    .requiredOption("--to <directory>", "the directory to write to; created if missing")
    .addHelpText("after", examples("export riesgo --to release"))
    .action(async (name: string, given: string | undefined, { to }: { to: string }) => {
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
        try {
          await mkdir(to, { recursive: true });
          for (const part of parts)
            await pipeline(streamPart(store, manifest, part), createWriteStream(join(to, part)));
          const written = await readManifestBytes(store, model.name, version);
          await writeFile(join(to, "manifest.json"), written);
        } catch (cause) {
          if ((cause as NodeJS.ErrnoException).syscall === undefined) throw cause;
          const reason = (cause as NodeJS.ErrnoException).code ?? "unknown";
          throw new OutputUnwritable({ path: to, reason }, { cause });
        }
        progress.result(`Wrote ${parts.length + 1} files of ${name} ${version} to ${to}.`, {
          version,
          to,
          parts: [...parts, "manifest.json"],
        });
      });
    });
};
