import type { Command } from "commander";

import { CONSENT } from "../release/held-back.js";
import { collected } from "./arguments.js";

/** Options of every command that reads a history. */
export interface InputArguments {
  readonly input?: readonly string[];
  readonly asOf?: string;
  readonly acceptLeak?: string;
}

/** Options of every command that trains. */
export interface TrainArguments extends InputArguments {
  readonly acceptUncompared?: string;
}

/** Adds the options of every command that reads a history. */
export const inputOptions = (command: Command): Command =>
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
      "--accept-leak <why>",
      "train although a feature looks into the future or is made of the label; the release keeps the reason",
    );

/** Adds the option of every command that may promote. */
export const consentOption = (command: Command): Command =>
  command.option(
    `${CONSENT} <why>`,
    "promote the release even if it cannot be compared with the champion; the ledger keeps the reason",
  );

/** Adds the options of every command that trains. */
export const trainOptions = (command: Command): Command => consentOption(inputOptions(command));
