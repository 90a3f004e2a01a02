import {
  copyRelease,
  openStore,
  planCopy,
  readManifest,
  type CopiedPart,
  type CopyPlan,
  type CopyRequest,
} from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import type { Progress } from "../pipeline/progress.js";
import { withWorkDirectory } from "../sources/work-directory.js";
import { knownModel, reasonOf, versionOf } from "./arguments.js";
import { auditedExport } from "./audited.js";
import type { AddCommand, CommandContext } from "./command.js";
import { withContainers, type Containers } from "./containers.js";
import { copiedText, countsOf, fateText, partText } from "./copy-text.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";
import { releaseOrChampion } from "./release.js";

interface Options {
  readonly from?: string;
  readonly to?: string;
  readonly why: string;
  readonly identities?: boolean;
  readonly dryRun?: boolean;
}

/** `copy <model> [version]`: takes a release to another container, byte for byte. */
export const copyCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("copy <model> [version]")
    .description(
      "copy a release (default: the champion) to another container byte for byte, without promoting it there; every hash is checked at both ends",
    )
    .option("--from <container>", "the container that has it (default: that of the settings)")
    .option("--to <container>", "the container that gets it (default: that of the settings)")
    .option("--why <reason>", "the reason, for the ledger of the target", "copied by hand")
    .option("--identities", "of a sensitive model, copy the encrypted identities too")
    .option("--dry-run", "only print what would be sent")
    .addHelpText(
      "after",
      `
A container is a url, such as https://bank.blob.core.windows.net/despliega, or a name in the account of the settings.
${examples(
  "copy riesgo --to production",
  "copy riesgo 20260131T235959Z-0123abcd --from https://bankstaging.blob.core.windows.net/despliega --dry-run",
)}`,
    )
    .action(async (name: string, given: string | undefined, options: Options) => {
      const { name: model } = knownModel(name, settings);
      const asked = given === undefined ? undefined : versionOf(given);
      const { from, to, dryRun = false, identities = false } = options;
      const why = reasonOf("--why", options.why);
      if (from === undefined && to === undefined)
        throw new OptionInvalid({
          option: "--from or --to",
          problem: "must name another container",
        });
      await withContainers(settings, { from, to }, async (containers) => {
        const source = await openStore(containers.from);
        const { version } = await releaseOrChampion(source, model, asked);
        const request = { source, model, version, identities };
        const target = await openStore(containers.to);
        const plan = dryRun
          ? await planned(context, { ...request, target })
          : await audited(context, { ...request, target }, why, () =>
              copied(context, containers, { ...request, target }, why),
            );
        progress.result(copiedText(plan, target.url, dryRun), {
          ...{ model, version, from: source.url, to: target.url },
          ...countsOf(plan),
        });
      });
    });
};

const planned = async ({ progress }: CommandContext, request: CopyRequest): Promise<CopyPlan> => {
  const plan = await planCopy(request);
  for (const part of plan.parts) tellPart(progress, part, true);
  return plan;
};

/** In the audit of the settings, whichever container they name. */
const audited = async (
  context: CommandContext,
  { source, model, version, identities = false }: CopyRequest,
  reason: string,
  work: () => Promise<CopyPlan>,
): Promise<CopyPlan> => {
  const manifest = await readManifest(source, model, version);
  const parts = manifest.parts.flatMap(({ name, folder }) =>
    identities || folder !== "identities" ? [name] : [],
  );
  return auditedExport(context, { verb: "copy", manifest, parts, reason }, work);
};

// The record stands where something changes: in the account of the target.
const copied = (
  context: CommandContext,
  { to, toOwn }: Containers,
  request: CopyRequest,
  why: string,
): Promise<CopyPlan> => {
  const { progress, now, settings } = context;
  const { records, actor: by, commit } = settings;
  const { model, version, identities, source } = request;
  const inTarget = {
    ...context,
    settings: {
      ...settings,
      storage: to,
      records: toOwn ? records : { ...records, tableUrl: undefined },
    },
  };
  const run = { verb: "copy", model, parameters: { why, from: source.url, identities } };
  return recorded(inTarget, run, async (target, note) => {
    note({ version });
    const origin = { at: now().toISOString(), by, why, commit };
    const tell = (part: CopiedPart) => tellPart(progress, part, false);
    const work = () =>
      withWorkDirectory((directory) =>
        copyRelease({ ...request, target }, { directory, origin, tell }),
      );
    return progress.step("copy", work, countsOf);
  });
};

const tellPart = (progress: Progress, part: CopiedPart, dryRun: boolean): void => {
  const fate = fateText(part, dryRun);
  progress.row(() => partText(part, dryRun), { part: part.name, bytes: part.bytes, fate });
};
