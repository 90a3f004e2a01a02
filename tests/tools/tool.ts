import { CommanderError, InvalidArgumentError, type Command } from "commander";

/** The exit code of a wrong argument. */
const USAGE = 2;

/** Runs a program of this folder, and sets its exit code: that of the work, or 2 for a wrong argument. */
export const runTool = async (program: Command, work: () => Promise<number>): Promise<void> => {
  program
    .exitOverride()
    .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, "")) })
    .showHelpAfterError()
    .addHelpText("after", "\nExit code 1 for a failure, 2 for a wrong argument.")
    .action(async () => {
      process.exitCode = await work();
    });
  try {
    await program.parseAsync();
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    if (error.exitCode !== 0) process.exitCode = USAGE;
  }
};

/** A number from 0 on, as it was typed. */
export const numberFrom0 = (text: string): number => {
  const value = Number(text);
  if (text.trim() === "" || !Number.isFinite(value) || value < 0)
    throw new InvalidArgumentError("It must be a number from 0 on.");
  return value;
};

/** A whole number of at most nine digits, as it was typed. */
export const wholeNumber = (text: string): number => {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("It must be a whole number.");
  return Number(text);
};
