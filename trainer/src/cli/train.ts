import type { Manifest } from "@despliega/storage";
import type { Command } from "commander";

import { EXIT } from "./exit-codes.js";
import type { AddCommand, CommandContext } from "./command.js";
import { modelNamed } from "../model/catalogue.js";
import { requireUsable } from "../model/require-usable.js";
import {
  CONSENT,
  heldBack,
  waitsForApproval,
  waitsForConsent,
  type Promotion,
} from "../release/held-back.js";
import { releaseJudged } from "../release/webhook/event.js";
import { cannotTell, undecidedOf } from "../release/undecided.js";
import { searchable } from "../pipeline/search-for.js";
import { recorded } from "./recorded.js";
import { train, type TrainDependencies, type TrainOptions } from "../pipeline/train.js";
import { examples } from "./examples.js";
import { collected, dayOf, reasonOf } from "./arguments.js";
import { inputPlacesOf } from "./places.js";
import { refreshedFields, refreshedText } from "./refreshed-text.js";
import { trainAll } from "./train-all.js";

/** Options of every command that trains. */
export interface TrainArguments {
  readonly input?: readonly string[];
  readonly asOf?: string;
  readonly acceptUncompared?: string;
  readonly acceptLeak?: string;
}

interface AllArguments extends TrainArguments {
  readonly all: boolean;
  readonly missing: boolean;
}

/** `train <model>`, or `train --all`: makes a release from the history. */
export const trainCommand: AddCommand = (program, context, exitWith) => {
  trainOptions(
    program
      .command("train [model]")
      .description(
        "learn from the history, publish a release, and promote it if it passes its promotion checks",
      )
      .addHelpText(
        "after",
        examples(
          "train riesgo",
          "train riesgo --input data/riesgo/loans.csv --as-of 2026-01-31",
          "train riesgo --input 'postgres://reader@localhost/bank?table=loans&key=loan_id'",
          "train --all",
          "train --all --missing",
        ),
      ),
  )
    .option(
      "--all",
      "train every model that is not sensitive, one after the other, instead of one model",
      false,
    )
    .option("--missing", "with --all: train only models without a champion", false)
    .action(async (name: string | undefined, options: AllArguments, command: Command) => {
      if ((name === undefined) !== options.all)
        command.error("error: name one model, or give --all instead");
      if (options.missing && !options.all) command.error("error: --missing belongs to --all");
      if (options.all && options.input !== undefined)
        command.error("error: --input belongs to one model: name it instead of --all");
      const one = (model: string) => trainAndTell(context, model, options);
      exitWith(await (name === undefined ? trainAll(context, options.missing, one) : one(name)));
    });
};

/** Adds the options of every command that trains. */
export const trainOptions = (command: Command): Command =>
  command
    .option(
      "--input <place>",
      "a file or a postgres:// url to train on instead of the model's own input; dataset=FILE, once per data set, for a model with several",
      collected,
    )
    .option(
      "--as-of <date>",
      "the cut-off: only what happened before this day counts (default: the day after the last event, at most today)",
    )
    .option(
      `${CONSENT} <why>`,
      "promote the release even if it cannot be compared with the champion; the ledger keeps the reason",
    )
    .option(
      "--accept-leak <why>",
      "train although a feature looks into the future or is made of the label; the release keeps the reason",
    );

/** What can be done about a release that is held back, as the end of a sentence. */
const cureOf = (manifest: Manifest, promotion: Promotion): string => {
  const { gates, model, version } = manifest;
  if (gates.some(({ passed }) => !passed)) return "";
  const consent = `; train or promote it with ${CONSENT} "why" if that is right`;
  const approval = `; let another identity run \`despliega approve ${model} ${version} --why "…"\`, and promote it`;
  return [
    ...(waitsForConsent(manifest, promotion) ? [consent] : []),
    ...(waitsForApproval(manifest, promotion) ? [approval] : []),
  ].join("");
};

/** Trains, and reports the result. @returns the exit code */
export const trainAndTell = async (
  context: CommandContext,
  name: string,
  { input = [], asOf: day, acceptUncompared, acceptLeak: leak }: TrainArguments,
  tune?: TrainOptions["tune"],
): Promise<number> => {
  const { settings, progress, now } = context;
  const model = modelNamed(name, settings);
  const inputs = inputPlacesOf(model, input, settings);
  if (tune !== undefined) searchable(model);
  await requireUsable(model);
  const asOf = day === undefined ? undefined : dayOf("--as-of", day);
  const consent = acceptUncompared === undefined ? undefined : reasonOf(CONSENT, acceptUncompared);
  const acceptLeak = leak === undefined ? undefined : reasonOf("--accept-leak", leak);
  const options = { inputs, asOf, tune, consent, acceptLeak };
  const parameters = { given: [...inputs.keys()], asOf, consent, acceptLeak, ...tune };
  const run = { verb: tune === undefined ? "train" : "tune", model: name, parameters };
  const trained = await recorded(
    context,
    run,
    async (store, note, { tables, webhook, afterMove }) => {
      const judged: TrainDependencies["judged"] = (released, held) =>
        webhook.tell(releaseJudged(tables.container, released, held));
      const dependencies = { store, tables, settings, progress, now, note, judged };
      const made = await train(model, options, dependencies);
      if (made.champion === undefined) note({ outcome: "held back" });
      const moved = made.champion ?? made.refreshed?.champion;
      if (moved !== undefined) await afterMove(moved);
      // The record is of the candidate, also where the champion's features moved.
      note({ version: made.manifest.version });
      return made;
    },
  );
  const { manifest, champion, refreshed } = trained;
  const failed = manifest.gates.filter(({ passed }) => !passed).map(({ rule }) => rule);
  const undecided = undecidedOf(manifest);
  const { version, comparison } = manifest;
  const promotion = { consent, approvals: settings.approvals };
  progress.result(
    champion === undefined
      ? `Published ${name} ${version}; not promoted: ${heldBack(manifest, promotion).join(" and ")}${cureOf(manifest, promotion)}.${refreshed === undefined ? "" : ` ${refreshedText(refreshed)}`}`
      : `Published ${name} ${version}, the new champion${cannotTell(manifest)}.`,
    {
      model: name,
      version,
      promoted: champion !== undefined,
      failed,
      undecided,
      comparison: comparison?.outcome,
      ...(refreshed && { refreshed: refreshedFields(refreshed) }),
    },
  );
  return champion === undefined ? EXIT.heldBack : EXIT.done;
};
