import { createProgram } from "@despliega/trainer/cli/command-line.js";
import { EXIT_MEANINGS } from "@despliega/trainer/cli/exit-codes.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";
import { startCommand } from "despliega/start/command.js";

import { code, type Table } from "./table.js";

/** The commands and options of `despliega`, from the program itself. Options follow the command that takes them. */
export const commandsTable = async (): Promise<Table> => {
  const program = await createProgram(
    {
      settings: readTrainerSettings({}),
      progress: createProgress(process.stdout),
      now: () => new Date(0),
    },
    () => {},
    { others: [startCommand] },
  );
  const help = program.createHelp();
  const rows = program.commands.flatMap((command) => {
    const values = help
      .visibleArguments(command)
      .map((argument) => `; ${code(argument.name())} is ${help.argumentDescription(argument)}`);
    return [
      [
        code(`despliega ${usageOf(command.name(), command.usage())}`),
        command.description() + values.join(""),
      ],
      ...command.options.map((option) => [
        code(option.flags),
        withPlainDefault(help.optionDescription(option)),
      ]),
    ];
  });
  return [["command or option", "what it does"], ...rows];
};

/** A description as the help has it, without quotes around a default and without that of a switch. */
const withPlainDefault = (description: string): string =>
  description.replace(" (default: false)", "").replace(/\(default: "(.*)"\)$/, "(default: $1)");

/** A command with its arguments; its help writes `[options]` before them. */
const usageOf = (name: string, usage: string): string =>
  [name, usage.replace("[options]", "").trim()].filter(Boolean).join(" ");

/** The exit codes of `despliega`. */
export const exitCodesTable = (): Table => [
  ["exit code", "meaning"],
  ...Object.entries(EXIT_MEANINGS).map(([number, meaning]) => [code(number), meaning]),
];
