import { Command, CommanderError } from "commander";

import { approveCommand } from "./approve.js";
import { auditCommand } from "./audit.js";
import { challengeCommand } from "./challenge.js";
import { checkCommand } from "./check.js";
import { conformCommand } from "./conform.js";
import { copyCommand } from "./copy.js";
import { dataCommand } from "./data.js";
import { decisionCommand } from "./decision.js";
import { decisionsCommand } from "./decisions.js";
import { exportCommand } from "./export.js";
import { forgetCommand } from "./forget.js";
import { identifyCommand } from "./identify.js";
import { importCommand } from "./import.js";
import { inspectCommand } from "./inspect.js";
import { ledgerCommand } from "./ledger.js";
import { mlflowCommand } from "./mlflow.js";
import { modelsCommand } from "./models.js";
import { monitorCommand } from "./monitor.js";
import { newCommand } from "./new.js";
import { outcomesCommand } from "./outcomes.js";
import { prepareCommand } from "./prepare.js";
import { promoteCommand } from "./promote.js";
import { pruneCommand } from "./prune.js";
import { rebuildCommand } from "./rebuild.js";
import { refreshCommand } from "./refresh.js";
import { publishCommand } from "./publish.js";
import { releasesCommand } from "./releases.js";
import { reportCommand } from "./report.js";
import { rollbackCommand } from "./rollback.js";
import { runsCommand } from "./runs.js";
import { scoreCommand } from "./score.js";
import { trainCommand } from "./train.js";
import { signCommand } from "./sign.js";
import { tuneCommand } from "./tune.js";
import { verifyCommand } from "./verify.js";
import type { AddCommand, CommandContext } from "./command.js";
import { EXIT, EXIT_MEANINGS } from "./exit-codes.js";
import { nameSpan } from "./traced.js";
import { readCatalogue, type Catalogue } from "../model/catalogue.js";
import { TRAINER_VERSION } from "../release/version.js";

const commands: readonly AddCommand[] = [
  trainCommand,
  tuneCommand,
  importCommand,
  prepareCommand,
  publishCommand,
  checkCommand,
  inspectCommand,
  newCommand,
  modelsCommand,
  releasesCommand,
  dataCommand,
  rebuildCommand,
  ledgerCommand,
  runsCommand,
  scoreCommand,
  reportCommand,
  exportCommand,
  copyCommand,
  signCommand,
  verifyCommand,
  approveCommand,
  promoteCommand,
  outcomesCommand,
  monitorCommand,
  challengeCommand,
  refreshCommand,
  rollbackCommand,
  pruneCommand,
  mlflowCommand,
  identifyCommand,
  decisionCommand,
  decisionsCommand,
  forgetCommand,
  auditCommand,
  conformCommand,
];

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
  const program = createProgram(context, exitWith, surroundings);
  try {
    await program.parseAsync(argv);
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    return error.exitCode === 0 ? EXIT.done : EXIT.usage;
  }
  return code;
};

/** Every command with its options. A command that ends passes its exit code to `exitWith`. */
export const createProgram = (
  context: CommandContext,
  exitWith: (code: number) => void,
  { before = () => {}, others = [] }: Surroundings = {},
): Command => {
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
  for (const add of commands) add(program, context, exitWith);
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
