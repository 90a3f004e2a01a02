import { Command, CommanderError } from "commander";

import type { CommandContext } from "./command.js";
import { EXIT, EXIT_MEANINGS } from "./exit-codes.js";
import { isNamed, VERBS } from "./verbs.js";
import { TRAINER_VERSION } from "../release/version.js";

/** How another program extends the command line. */
export interface Surroundings {
  /** Runs before a command of the trainer does, and before help. It is given the command that runs. Default: nothing */
  readonly before?: (command?: Command) => void;
  /** Commands of another program, listed first. Default: none */
  readonly others?: readonly ((program: Command) => void)[];
}

/**
 * Runs the trainer's command line.
 *
 * @param context undefined where `argv` names no command of the trainer
 * @param argv as in `process.argv`
 * @returns the exit code
 */
export const commandLine = async (
  context: CommandContext | undefined,
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
 * @param context without one, no command of the trainer has options or can run
 * @param argv a command that none of these arguments names has no options and cannot run. Default: all have theirs
 */
export const createProgram = async (
  context: CommandContext | undefined,
  exitWith: (code: number) => void,
  { before = () => {}, others = [] }: Surroundings = {},
  argv?: readonly string[],
): Promise<Command> => {
  const program = new Command("despliega")
    .description("Takes a table of history to a released model in blob storage.")
    // An option belongs to the command that it follows: a command may have a --version of its own.
    .enablePositionalOptions()
    .version(
      versionText(process.env["DESPLIEGA_COMMIT"]),
      "--version",
      "output the version and the commit",
    )
    .addHelpText(
      "after",
      `
Without storage settings the commands work on the local Azurite of \`npm start\`.

Exit codes:
${Object.entries(EXIT_MEANINGS)
  .map(([code, meaning]) => `  ${code}  ${meaning}`)
  .join("\n")}`,
    )
    .exitOverride();
  for (const add of others) add(program);
  const foreign = program.commands.length;
  for (const verb of VERBS) {
    const isNeeded = argv === undefined || isNamed(verb, argv);
    if (context !== undefined && isNeeded) (await verb.load())(program, context, exitWith);
    else program.command(verb.term).description(verb.description);
  }
  for (const command of program.commands) command.exitOverride();
  for (const command of [program, ...program.commands.slice(foreign)])
    command.addHelpText("before", () => {
      before();
      return "";
    });
  for (const command of program.commands.slice(foreign))
    command.hook("preAction", (_of, running) => before(running));
  return program;
};

const versionText = (commit: string | undefined): string =>
  [TRAINER_VERSION, ...(commit === undefined || commit === "" ? [] : [commit])].join(" ");
