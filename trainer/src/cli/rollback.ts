import { rollback } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { afterMove } from "../release/after-move.js";
import { recorded } from "./recorded.js";
import { examples } from "./examples.js";
import { knownModel } from "./arguments.js";

/** `rollback <model>`: makes the champion before the champion again. */
export const rollbackCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("rollback <model>")
    .description("make the champion's predecessor the champion again")
    .option("--why <reason>", "the reason, for the ledger", "rolled back by hand")
    .addHelpText("after", examples('rollback riesgo --why "too many loans flagged"'))
    .action(async (name: string, { why }: { why: string }) => {
      const model = knownModel(name, settings);
      const run = { verb: "rollback", model: model.name, parameters: { why } };
      await recorded(context, run, async (store, note, openTable) => {
        const move = { at: now(), by: settings.actor, why };
        const champion = await rollback(store, model.name, move);
        await afterMove(champion, { store, openTable, note, progress });
        const { version, sequence, previous } = champion;
        progress.result(`${name} is back at ${version}.`, {
          model: name,
          version,
          previous: previous?.version ?? null,
          sequence,
        });
      });
    });
};
