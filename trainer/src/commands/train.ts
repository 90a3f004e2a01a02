import { EXIT } from "../exit-codes.js";
import type { AddCommand } from "../command-line.js";
import { withStore } from "../store.js";
import { train } from "../train.js";
import { dayOf, modelOf } from "./arguments.js";

/** `train <model>`: history to released model. */
export const trainCommand: AddCommand = (program, { settings, progress, now }, exitWith) => {
  program
    .command("train <model>")
    .description("learn from the history, publish a release, promote it if it passes its gates")
    .option("--input <file>", "a CSV to train on instead of the input in the container")
    .option("--as-of <date>", "only what happened before this day counts (default: all)")
    .action(async (name: string, options: { input?: string; asOf?: string }) => {
      const model = modelOf(name);
      const asOf = options.asOf === undefined ? undefined : dayOf("--as-of", options.asOf);
      const { manifest, champion } = await withStore(settings, (store) =>
        train(model, { input: options.input, asOf }, { store, settings, progress, now }),
      );
      const failed = manifest.gates.filter(({ passed }) => !passed).map(({ rule }) => rule);
      const { version } = manifest;
      progress.result(
        champion === undefined
          ? `Published ${name} ${version}; not promoted: it is not ${failed.join(", nor ")}.`
          : `Published ${name} ${version}, the new champion.`,
        { model: name, version, promoted: champion !== undefined, failed },
      );
      exitWith(champion === undefined ? EXIT.gated : EXIT.done);
    });
};
