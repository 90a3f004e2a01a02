import { writeFile } from "node:fs/promises";

import { listVersions, OutputUnwritable, type BlobStore, type Manifest } from "@despliega/storage";
import { InvalidArgumentError } from "commander";

import type { AddCommand } from "./command.js";
import { ReleaseMissing } from "../errors/errors.js";
import { releaseMarkdown } from "../report/markdown.js";
import { readWholeReport } from "../report/whole-report.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { knownModel, versionOf } from "./arguments.js";
import { requireRelease } from "./release.js";

interface Options {
  readonly markdown?: true;
  readonly reportUrl?: string;
  readonly out?: string;
}

/** `report <model> [version]`: writes the report of a release, as its page or as a summary. */
export const reportCommand: AddCommand = (program, { settings, progress }) => {
  program
    .command("report <model> [version]")
    .description("write the report of a release (default: the newest) as HTML to standard output")
    .option(
      "--markdown",
      "write a summary in Markdown instead: metrics beside the champion's, and promotion checks",
    )
    .option("--report-url <url>", "the url of the whole report, for the summary", urlOf)
    .option("--out <file>", "a file to write instead of standard output")
    .addHelpText("after", examples("report riesgo > report.html", "report riesgo --markdown"))
    .action(async (name: string, given: string | undefined, options: Options) => {
      const model = knownModel(name, settings);
      const asked = given === undefined ? undefined : versionOf(given);
      const text = await withStore(settings, async (store) => {
        const manifest = await manifestOf(store, model.name, asked);
        if (options.markdown === true) return releaseMarkdown(manifest, options.reportUrl);
        return readWholeReport(store, manifest);
      });
      if (options.out === undefined) progress.document(text);
      else await write(options.out, text);
    });
};

const manifestOf = async (
  store: BlobStore,
  model: string,
  asked: string | undefined,
): Promise<Manifest> => {
  const version = asked ?? (await listVersions(store, model)).at(-1);
  if (version === undefined) throw new ReleaseMissing({ model });
  return requireRelease(store, model, version);
};

const write = async (file: string, text: string): Promise<void> => {
  try {
    await writeFile(file, text);
  } catch (cause) {
    const { code = "unknown" } = cause as NodeJS.ErrnoException;
    throw new OutputUnwritable({ path: file, reason: code }, { cause });
  }
};

const urlOf = (text: string): string => {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return new URL(text).href;
  throw new InvalidArgumentError("It must be an http or https url.");
};
