import type { AddCommand } from "./command.js";
import { examples } from "./examples.js";
import { countOf } from "./arguments.js";
import { trainAndTell } from "./train.js";
import { trainOptions, type TrainArguments } from "./train-options.js";

/** `tune <model>`: searches for better options, then trains. */
export const tuneCommand: AddCommand = (program, context, exitWith) => {
  trainOptions(
    program
      .command("tune <model>")
      .description("search for better options by cross-validation, then train with the best"),
  )
    .option("--trials <count>", "how many sets of options to try", "50")
    .option("--seed <number>", "the same seed tries the same sets of options", "0")
    .addHelpText("after", examples("tune peliculas --trials 20"))
    .addHelpText(
      "after",
      `
The first trials are the model's own options, so that the best is never worse than those. A search that was killed goes
on where it was when it is started again with the same input and seed. Every trial is in the release's report.`,
    )
    .action(async (name: string, options: TrainArguments & { trials: string; seed: string }) => {
      const tune = {
        trials: countOf("--trials", options.trials, 1),
        seed: countOf("--seed", options.seed, 0),
      };
      exitWith(await trainAndTell(context, name, options, { tune }));
    });
};
