import { approve, readChampion } from "@despliega/storage";

import { ApprovalNotNeeded } from "../errors/errors.js";
import { knownModel, reasonOf, versionOf } from "./arguments.js";
import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";
import { requireSealed } from "./release.js";

/** `approve <model> <version>`: stands for a release beside the one who promotes it. */
export const approveCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("approve <model> <version>")
    .description(
      "approve a release whose model asks for several identities, for its next promotion; the ledger keeps the reason",
    )
    .requiredOption("--why <reason>", "the reason, for the ledger")
    .addHelpText(
      "after",
      examples('approve riesgo 20260131T235959Z-0123abcd --why "read its report"'),
    )
    .action(async (name: string, given: string, options: { readonly why: string }) => {
      const { name: model } = knownModel(name, settings);
      const version = versionOf(given);
      const why = reasonOf("--why", options.why);
      const by = settings.actor;
      const run = { verb: "approve", model, parameters: { why } };
      await recorded(context, run, async (store, note) => {
        note({ version });
        const release = await requireSealed(store, model, version);
        const { approvals: needed } = release.manifest;
        if (needed === undefined) throw new ApprovalNotNeeded({ model, version });
        const { champion } = await readChampion(store, model);
        const approval = { at: now().toISOString(), by, why };
        const counting = await approve(store, release, champion, approval);
        progress.result(
          `${model} ${version} is approved by ${counting.map((of) => of.by).join(", ")}; ${nextStep(needed, counting.length)}.`,
          { model, version, needed, approvals: counting },
        );
      });
    });
};

const nextStep = (needed: number, given: number): string => {
  if (given >= needed) return "promote it";
  const missing = needed - given - 1;
  if (missing === 0) return "another identity can promote it";
  return `${missing} more must approve it before yet another identity can promote it`;
};
