import { openRelease, promote } from "@despliega/storage";

import type { AddCommand } from "../command-line.js";
import { withStore } from "../store.js";
import { knownModel, versionOf } from "./arguments.js";
import { requireRelease } from "./release.js";

/** `promote <model> <version>`: a person's decision, whatever the gates said. */
export const promoteCommand: AddCommand = (program, { settings, progress, now }) => {
  program
    .command("promote <model> <version>")
    .description("make a release the champion, after opening it as the api would")
    .option("--why <reason>", "for the ledger", "promoted by hand")
    .action(async (name: string, given: string, { why }: { why: string }) => {
      const model = knownModel(name, settings);
      const version = versionOf(given);
      await withStore(settings, async (store) => {
        await requireRelease(store, model.name, version);
        await openRelease(store, model.name, version);
        const move = { at: now(), by: settings.actor, why };
        const { sequence, previous } = await promote(store, model.name, version, move);
        progress.result(`${name} ${version} is the champion now.`, {
          model: name,
          version,
          previous: previous?.version ?? null,
          sequence,
        });
      });
    });
};
