import { rollback } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { recorded } from "./recorded.js";
import { examples } from "./examples.js";
import { ACCEPT_LESS_STRICT } from "../release/held-back.js";
import { knownModel, reasonOf } from "./arguments.js";
import { positionText } from "./position-text.js";

interface Options {
  readonly why: string;
  readonly release: boolean;
  readonly acceptLessStrict?: string;
}

/** `rollback <model>`: undoes the last move of the pointer, or goes back to the release before. */
export const rollbackCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("rollback <model>")
    .description(
      "undo the last move of the pointer: go back to the release, and the edition of its features, before it",
    )
    .option("--release", "go back to the release before, past all refreshes of this one", false)
    .option("--why <reason>", "the reason, for the ledger", "rolled back by hand")
    .option(
      `${ACCEPT_LESS_STRICT} <why>`,
      "go back even to a release that is less strict toward people than the champion; the ledger keeps the reason",
    )
    .addHelpText(
      "after",
      examples(
        'rollback riesgo --why "too many loans flagged"',
        'rollback riesgo --release --why "the release before was better"',
      ),
    )
    .action(async (name: string, { why, release, acceptLessStrict }: Options) => {
      const model = knownModel(name, settings);
      const relaxed =
        acceptLessStrict === undefined ? undefined : reasonOf(ACCEPT_LESS_STRICT, acceptLessStrict);
      const run = { verb: "rollback", model: model.name, parameters: { why, release, relaxed } };
      await recorded(context, run, async (store, _note, { afterMove }) => {
        const { actor: by, sensitiveModels: declared } = settings;
        const move = { at: now(), by, declared, why, relaxed };
        const past = release ? "release" : "move";
        const champion = await rollback(store, model.name, move, past);
        await afterMove(champion);
        const { version, edition, sequence, previous } = champion;
        const stays = previous?.version === version ? "; the release stays" : "";
        progress.result(`${name} is back at ${positionText(champion)}${stays}.`, {
          model: name,
          version,
          edition: edition?.name,
          previous: previous?.version ?? null,
          sequence,
        });
      });
    });
};
