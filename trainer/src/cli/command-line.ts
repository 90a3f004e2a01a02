import { Command, CommanderError } from "commander";

import type { AddCommand, CommandContext } from "./command.js";
import { EXIT, EXIT_MEANINGS } from "./exit-codes.js";
import { nameSpan } from "./traced.js";
import { VERBS, verbName } from "./verbs.js";
import { readCatalogue, type Catalogue } from "../model/catalogue.js";
import { TRAINER_VERSION } from "../release/version.js";

/** How another program extends the command line. */
export interface Surroundings {
  /** Runs before a command of the trainer does, and before help on it. Default: nothing */
  readonly before?: () => void;
  /** Commands of another program, listed first. Default: none */
  readonly others?: readonly AddCommand[];
}

/**
 * Runs the trainer's command line.
 *
 * @param argv as in `process.argv`
 * @returns the exit code
 */
export const commandLine = async (
  context: CommandContext,
  argv: readonly string[],
  surroundings?: Surroundings,
): Promise<number> => {
  let code: number = EXIT.done;
  const exitWith = (exitCode: number): void => void (code = exitCode);
  const program = await createProgram(context, exitWith, surroundings, argv);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return code;
};

/**
 * Every command with its options. A command that ends passes its exit code to `exitWith`.
 *
 * @param argv a command that none of these arguments names has no options and cannot run. Default: all have theirs
 */
export const createProgram = async (
  context: CommandContext,
  exitWith: (code: number) => void,
  { before = () => {}, others = [] }: Surroundings = {},
  argv?: readonly string[],
): Promise<Command> => {
  const program = new Command("despliega")
    .description("Takes a table of history to a released model in blob storage.")
    // An option belongs to the command that it follows: a command may have a --version of its own.
    .enablePositionalOptions()
    .version(versionText(context.settings.commit), "--version", "output the version and the commit")
    .addHelpText(
      "after",
      () => `
${modelsText(readCatalogue(context.settings))}

Without storage settings the commands work on the local Azurite of \`npm start\`.

Exit codes:
${Object.entries(EXIT_MEANINGS)
  .map(([code, meaning]) => `  ${code}  ${meaning}`)
  .join("\n")}`,
    )
    .exitOverride();
  for (const add of others) add(program, context, exitWith);
  const foreign = program.commands.length;
  for (const verb of VERBS) {
    const isNeeded = argv === undefined || argv.includes(verbName(verb));
    if (isNeeded) (await verb.load())(program, context, exitWith);
    else program.command(verb.term).description(verb.description);
  }
  for (const command of program.commands) command.exitOverride();
  for (const command of [program, ...program.commands.slice(foreign)])
    command.addHelpText("before", () => {
      before();
      return "";
    });
  for (const command of program.commands.slice(foreign)) command.hook("preAction", before);
  program.hook("preAction", (_program, command) => nameSpan(command));
  return program;
};

const versionText = (commit: string | null): string =>
  [TRAINER_VERSION, ...(commit === null ? [] : [commit])].join(" ");

const modelsText = ({ models, broken }: Catalogue): string =>
  [
    `Models: ${models.map(({ name, question }) => `${name} (${question})`).join(", ")}`,
    ...broken.map(({ name, error }) => `Left out: ${name}, as ${error.message}`),
  ].join("\n");
