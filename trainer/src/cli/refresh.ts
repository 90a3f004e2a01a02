import type { AddCommand } from "./command.js";
import { refreshFeatures } from "../pipeline/refresh.js";
import { ACCEPT_FEWER, ACCEPT_OLDER } from "../release/edition/require-later.js";
import { collected, dayOf, knownModel, reasonOf } from "./arguments.js";
import { examples } from "./examples.js";
import { inputPlacesOf } from "./places.js";
import { recorded } from "./recorded.js";
import { refreshedFields, refreshedText } from "./refreshed-text.js";

interface Options {
  readonly input?: readonly string[];
  readonly asOf?: string;
  readonly why: string;
  readonly acceptOlder?: string;
  readonly acceptFewer?: string;
}

/** `refresh <model>`: makes the champion's features again of the newest history. */
export const refreshCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
  program
    .command("refresh <model>")
    .description(
      "make the champion's features again of the newest history, by its own SQL; the model stays",
    )
    .option(
      "--input <place>",
      "a file or a postgres:// url instead of the input that the champion was trained on; dataset=FILE, once per data set, for a model with several",
      collected,
    )
    .option(
      "--as-of <date>",
      "the cut-off: only what happened before this day counts (default: the day after the last event, at most today)",
    )
    .option("--why <reason>", "the reason, for the ledger", "newer history")
    .option(
      `${ACCEPT_OLDER} <why>`,
      "take a history whose newest event is older than that of the present features; the ledger keeps the reason",
    )
    .option(
      `${ACCEPT_FEWER} <why>`,
      "take a history of less than half as many entities as the present features; the ledger keeps the reason",
    )
    .addHelpText(
      "after",
      examples(
        "refresh riesgo",
        "refresh riesgo --input data/riesgo/loans.csv",
        "refresh riesgo --input 'postgres://reader@localhost/bank?table=loans&key=loan_id'",
      ),
    )
    .action(async (given: string, { input = [], asOf: day, why, ...accepted }: Options) => {
      const { name } = knownModel(given, settings);
      const asOf = day === undefined ? undefined : dayOf("--as-of", day);
      const { acceptOlder, acceptFewer } = accepted;
      const consent = {
        older: acceptOlder === undefined ? undefined : reasonOf(ACCEPT_OLDER, acceptOlder),
        fewer: acceptFewer === undefined ? undefined : reasonOf(ACCEPT_FEWER, acceptFewer),
      };
      const options = {
        placesOf: (model: Parameters<typeof inputPlacesOf>[0]) =>
          inputPlacesOf(model, input, settings),
        ...{ asOf, consent, why },
      };
      const run = { verb: "refresh", model: name, parameters: { asOf, why, ...accepted } };
      const refreshed = await recorded(context, run, async (store, note, { tables, afterMove }) => {
        const dependencies = { store, tables, settings, progress, now, note };
        const made = await refreshFeatures(name, options, dependencies);
        await afterMove(made.champion);
        return made;
      });
      progress.result(refreshedText(refreshed), refreshedFields(refreshed));
    });
};
