import { openRelease, promote, readLedger, type BlobStore } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { ConsentNeeded } from "../errors/errors.js";
import { ACCEPT_LESS_STRICT, CONSENT } from "../release/held-back.js";
import { recorded } from "./recorded.js";
import { examples } from "./examples.js";
import { knownModel, reasonOf, versionOf } from "./arguments.js";
import { requireRelease } from "./release.js";

interface Options {
  readonly why: string;
  readonly acceptUncompared?: string;
  readonly acceptLessStrict?: string;
}

// An earlier promotion of it had this consent, or there was no champion then.
const requireMoved = async (
  store: BlobStore,
  model: string,
  version: string,
  reason: string,
): Promise<void> => {
  const moves = await readLedger(store, model);
  if (!moves.some((move) => move.version === version))
    throw new ConsentNeeded({ model, version, reason, option: CONSENT });
};

/** `promote <model> <version>`: promotes a release by hand, whatever its promotion checks say. */
export const promoteCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("promote <model> <version>")
    .description("make a release the champion, after opening it as the api would")
    .option("--why <reason>", "the reason, for the ledger", "promoted by hand")
    .option(
      `${CONSENT} <why>`,
      "promote a release that could not be compared with the champion; the ledger keeps the reason",
    )
    .option(
      `${ACCEPT_LESS_STRICT} <why>`,
      "promote a release that is less strict toward people than the champion; the ledger keeps the reason",
    )
    .addHelpText(
      "after",
      examples('promote riesgo 20260131T235959Z-0123abcd --why "checked by hand"'),
    )
    .action(async (name: string, given: string, options: Options) => {
      const { why, acceptUncompared, acceptLessStrict } = options;
      const model = knownModel(name, settings);
      const version = versionOf(given);
      const consent =
        acceptUncompared === undefined ? undefined : reasonOf(CONSENT, acceptUncompared);
      const relaxed =
        acceptLessStrict === undefined ? undefined : reasonOf(ACCEPT_LESS_STRICT, acceptLessStrict);
      const run = { verb: "promote", model: model.name, parameters: { why, consent, relaxed } };
      await recorded(context, run, async (store, note, { afterMove }) => {
        note({ version });
        const waived = settings.approvals === "off";
        const { comparison } = await requireRelease(store, model.name, version);
        if (comparison?.outcome === "impossible" && consent === undefined)
          await requireMoved(store, model.name, version, comparison.reason);
        await openRelease(store, model.name, version);
        const { actor: by, sensitiveModels: declared } = settings;
        const move = { at: now(), by, declared, why, consent, relaxed, waived };
        const champion = await promote(store, model.name, version, move);
        await afterMove(champion);
        const { sequence, previous } = champion;
        progress.result(`${name} ${version} is the champion now.`, {
          model: name,
          version,
          previous: previous?.version ?? null,
          sequence,
        });
      });
    });
};
