import { modelNamed } from "../model/catalogue.js";
import { heedVerdict } from "../pipeline/heed-verdict.js";
import { publishStage } from "../pipeline/stages/publish-stage.js";
import type { AddCommand, CommandContext } from "./command.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { recorded } from "./recorded.js";
import { isLeftOut, KEYS_OPTIONAL, KEYS_OPTIONAL_TEXT } from "./stage.js";
import { followTrained, judgedBy, tellTrained } from "./tell-trained.js";
import { learnedOptions, reasonsOf, type LearnedArguments } from "./train-options.js";

interface Options extends LearnedArguments {
  readonly exitZero: boolean;
  readonly keysOptional: boolean;
}

/** `publish <model> <directory>`: makes a release of what `train --out` wrote. */
export const publishCommand: AddCommand = (program, context, exitWith) => {
  learnedOptions(
    program
      .command("publish <model> <directory>")
      .description(
        "make a release of the files that train --out wrote, compare it with the champion, and promote it if it passes its promotion checks",
      ),
  )
    .option("--exit-zero", "end with exit code 0 also when the release is held back", false)
    .option(KEYS_OPTIONAL, KEYS_OPTIONAL_TEXT, false)
    .addHelpText("after", examples("publish riesgo trained", "publish riesgo trained --exit-zero"))
    .action(async (name: string, directory: string, options: Options) => {
      const code = await publishAndTell(context, name, directory, options);
      exitWith(options.exitZero && code === EXIT.heldBack ? EXIT.done : code);
    });
};

const publishAndTell = async (
  context: CommandContext,
  name: string,
  directory: string,
  { keysOptional, ...given }: Options,
): Promise<number> => {
  const { settings, progress, now } = context;
  const model = modelNamed(name, settings);
  const { consent, relaxed, acceptFault, why } = reasonsOf(given);
  if (await isLeftOut(context, model, keysOptional, directory)) return EXIT.done;
  const run = { verb: "publish", model: name, parameters: { consent, relaxed, acceptFault } };
  const trained = await recorded(context, run, async (store, note, reach) => {
    const { tables, run: id } = reach;
    const judged = judgedBy(reach);
    const dependencies = { store, tables, settings, progress, now, note, run: id, judged };
    const cause = await heedVerdict(name, { why, acceptFault }, { store, progress, note });
    const options = { model: name, directory, consent, relaxed, why: cause };
    return followTrained(await publishStage(options, dependencies), note, reach);
  });
  return tellTrained(context, trained, consent);
};
