import { readLedger, type Champion, type SignedInRecord } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { knownModel } from "./arguments.js";
import { positionText } from "./position-text.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";

/** `ledger <model>`: lists every move of the pointer, with actor, time and reason. */
export const ledgerCommand: AddCommand = (program, { settings, progress }) => {
  program
    .command("ledger <model>")
    .description(
      "list every move of the pointer, oldest first: time, release with the edition of its features, actor and reason",
    )
    .option("--json", "one JSON line per move, also on a terminal")
    .addHelpText("after", examples("ledger riesgo", "ledger riesgo --json"))
    .action(async (name: string, { json = false }: { json?: boolean }) => {
      const model = knownModel(name, settings);
      await withStore(settings, async (store) => {
        const moves = await readLedger(store, model.name);
        for (const move of moves) {
          const { sequence, at, action, by, why } = move;
          if (json) progress.document(`${JSON.stringify(move)}\n`);
          else
            progress.row(
              () =>
                `${`${sequence}`.padStart(4)}  ${at}  ${action.padEnd(8)}  ${positionText(move)}  ${by}${aboutOf(move)}  ${why}`,
              move,
            );
        }
        if (moves.length === 0 && !json)
          progress.notice(
            `no release of ${name} was ever promoted: run \`despliega train ${name}\``,
          );
      });
    });
};

const aboutOf = ({ by, signedIn, approvals, copied }: Champion): string =>
  [
    ...(signedIn === undefined || nameOf(signedIn) === by
      ? []
      : [`  signed in as ${nameOf(signedIn)}`]),
    ...(approvals?.given ?? []).map((of) => `  approved by ${of.by}`),
    ...(approvals?.waived === true ? ["  without approvals"] : []),
    ...(copied === undefined ? [] : [`  copied from ${copied.from}`]),
  ].join("");

const nameOf = ({ user, host, entra }: SignedInRecord): string =>
  entra?.name ?? entra?.oid ?? `${user}@${host}`;
