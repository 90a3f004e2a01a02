import { isModelName } from "@despliega/storage";

import type { Progress } from "../pipeline/progress.js";
import type { PartVerdict, RebuiltPart } from "../pipeline/rebuild/compare-parts.js";
import { rebuild } from "../pipeline/rebuild/rebuild.js";
import { knownModel, versionOf } from "./arguments.js";
import { auditedExport } from "./audited.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { megabytes } from "./megabytes.js";
import { recorded } from "./recorded.js";
import { requireRelease } from "./release.js";

interface Options {
  readonly out?: string;
  readonly reason?: string;
  readonly json?: boolean;
}

/** `rebuild <model> <version>`: trains a release again from what it keeps, and compares every part. */
export const rebuildCommand: AddCommand = (program, context, exitWith) => {
  program
    .command("rebuild <model> <version>")
    .description(
      "train a release again from what it keeps, and say of every part whether it is byte-identical; publishes nothing",
    )
    .option("--out <directory>", "write the rebuilt parts there; created if missing")
    .option("--reason <text>", "with --out, for a model about people: the reason, for the audit")
    .option("--json", "one JSON document, also on a terminal")
    .addHelpText(
      "after",
      examples(
        "rebuild riesgo 20260131T235959Z-0123abcd",
        "rebuild riesgo 20260131T235959Z-0123abcd --out rebuilt",
      ),
    )
    .addHelpText(
      "after",
      `
It reads the kept input, model.yaml, features.sql, the parameters and the trials of a search from the release. It needs no
keys of a model about people; identities.csv alone is not rebuilt. \`despliega releases\` lists versions.`,
    )
    .action(async (name: string, typed: string, { out, reason, json = false }: Options) => {
      const model = isModelName(name) ? name : knownModel(name, context.settings).name;
      const version = versionOf(typed);
      const progress = json ? quiet(context.progress) : context.progress;
      const { settings } = context;
      const run = { verb: "rebuild", model, parameters: {} };
      const { manifest, parts } = await recorded(context, run, async (store, note) => {
        const release = await requireRelease(store, model, version).catch((error: unknown) => {
          // A release can be rebuilt when the folder of its model is gone. A wrong name has neither.
          knownModel(model, settings);
          throw error;
        });
        note({ version });
        const work = () => rebuild(release, out, { store, settings, progress, note });
        const parts = release.parts.map((part) => part.name);
        const leaves = { verb: "rebuild", manifest: release, parts, reason };
        const found = await (out === undefined ? work() : auditedExport(context, leaves, work));
        note({ verdicts: found.map((part) => ({ part: part.name, verdict: part.verdict })) });
        return { manifest: release, parts: found };
      });
      const different = differing(parts);
      if (json) {
        const { trainer } = manifest.lineage;
        const document = { model, version, trainer, identical: different.length === 0, parts };
        progress.document(`${JSON.stringify(document, null, 2)}\n`);
      } else {
        for (const part of parts)
          progress.row(() => rowText(part), { part: part.name, verdict: part.verdict });
        progress.result(`${name} ${version}: ${sentence(parts, different)}.`, {
          ...{ model, version, identical: different.length === 0 },
          differing: different.map((part) => part.name),
        });
      }
      exitWith(different.length === 0 ? EXIT.done : EXIT.differs);
    });
};

const differing = (parts: readonly RebuiltPart[]): readonly RebuiltPart[] =>
  parts.filter(({ verdict }) => verdict === "differs" || verdict === "missing");

const sentence = (parts: readonly RebuiltPart[], different: readonly RebuiltPart[]): string => {
  const compared = parts.filter(
    ({ verdict }) => verdict === "identical" || verdict === "differs" || verdict === "missing",
  ).length;
  return different.length === 0
    ? `all ${compared} parts are byte-identical`
    : `${different.length} of ${compared} parts differ: ${different.map(({ name }) => name).join(", ")}`;
};

const VERDICTS: Readonly<Record<PartVerdict, string>> = {
  identical: "identical",
  differs: "differs",
  missing: "missing",
  "not rebuilt": "not rebuilt, as no people are kept",
  new: "new, as that trainer did not make it",
};

const rowText = ({ name, verdict, released, rebuilt }: RebuiltPart): string => {
  const sizes = [released, rebuilt].flatMap((part) => (part ? [megabytes(part.bytes)] : []));
  const shown = verdict === "differs" ? sizes.join(" → ") : sizes[0]!;
  return `  ${name.padEnd(18)}  ${shown.padStart(10)}  ${VERDICTS[verdict]}`;
};

/** Writes the document alone. */
const quiet = (progress: Progress): Progress => ({
  ...progress,
  step: (_, work) => work(() => {}),
  notice: () => {},
});
