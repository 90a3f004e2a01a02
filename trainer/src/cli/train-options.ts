import type { Command } from "commander";

import { ACCEPT_FAULT } from "../pipeline/heed-verdict.js";
import { ACCEPT_LESS_STRICT, CONSENT } from "../release/held-back.js";
import { collected, reasonOf } from "./arguments.js";

/** Options of every command that reads a history. */
export interface InputArguments {
  readonly input?: readonly string[];
  readonly asOf?: string;
  readonly acceptLeak?: string;
}

/** Options of every command that may promote what was learned. */
export interface LearnedArguments {
  readonly acceptUncompared?: string;
  readonly acceptLessStrict?: string;
  readonly acceptFault?: string;
  readonly why?: string;
}

/** Options of every command that trains. */
export interface TrainArguments extends InputArguments, LearnedArguments {}

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

/** Adds the options of every command that may promote what was learned. */
export const learnedOptions = (command: Command): Command =>
  command
    .option(
      `${CONSENT} <why>`,
      "promote the release even if it cannot be compared with the champion; the ledger keeps the reason",
    )
    .option(
      `${ACCEPT_LESS_STRICT} <why>`,
      "promote the release even if it is less strict toward people than the champion; the ledger keeps the reason",
    )
    .option(
      `${ACCEPT_FAULT} <why>`,
      "go on although the newest verdict of monitoring is a fault in the data; the record keeps the reason",
    )
    .option(
      "--why <reason>",
      "the reason, for ledger and record (default: the verdict that asks for it, if one does)",
    );

/** The reasons among these options, as they were typed. @throws `OPTION_INVALID` */
export const reasonsOf = ({
  acceptUncompared,
  acceptLessStrict,
  acceptFault,
  why,
}: LearnedArguments) => {
  const reason = (option: string, text: string | undefined) =>
    text === undefined ? undefined : reasonOf(option, text);
  return {
    consent: reason(CONSENT, acceptUncompared),
    relaxed: reason(ACCEPT_LESS_STRICT, acceptLessStrict),
    acceptFault: reason(ACCEPT_FAULT, acceptFault),
    why: reason("--why", why),
  };
};

/** Adds the options of every command that trains. */
export const trainOptions = (command: Command): Command => learnedOptions(inputOptions(command));
