import type { Surroundings } from "@despliega/trainer/cli/command-line.js";
import { examples } from "@despliega/trainer/cli/examples.js";

/** `start`: storage, training and api on this machine, until Ctrl-C. */
export const startCommand: NonNullable<Surroundings["others"]>[number] = (program) => {
  program
    .command("start")
    .description("serve every model on this machine, after training those without a release")
    .addHelpText("after", examples("start"))
    .addHelpText(
      "after",
      `
Settings are environment variables: PORT and DESPLIEGA_MODELS say where and which, DESPLIEGA_DIRECTORY where the data are.
A model learns from data/<model>/<dataset> in the working directory, unless its input is in storage already.
Without an account that is set, storage is Azurite on this machine. Ctrl-C stops everything.`,
    )
    .action(async () => {
      // The api's libraries take a while to load, and no other command needs them.
      const { start } = await import("./start.js");
      await start();
    });
};
