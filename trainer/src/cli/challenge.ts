import {
  challenge,
  challengeProblem,
  endChallenge,
  openRelease,
  readChallenger,
  readManifest,
  requireChampion,
  type BlobStore,
} from "@despliega/storage";
import type { Command } from "commander";

import { ChallengeRefused } from "../errors/errors.js";
import { knownModel, reasonOf, shareOf, versionOf } from "./arguments.js";
import type { AddCommand, CommandContext } from "./command.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";
import { requireRelease } from "./release.js";
import { withStore } from "./store.js";

interface Options {
  readonly share: string;
  readonly stop: boolean;
  readonly why: string;
}

/** `challenge <model> <version>`: lets a release be scored beside the champion; `--stop` ends that. */
export const challengeCommand: AddCommand = (program, context) => {
  program
    .command("challenge <model> [version]")
    .description(
      "let the api score a release beside the champion for a share of the requests, so that `monitor` can compare them; without a version, show the challenger",
    )
    .option("--share <share>", "of the requests, above 0 and at most 1", "0.1")
    .option("--stop", "end the challenge", false)
    .option("--why <reason>", "the reason, for the record", "challenged by hand")
    .addHelpText(
      "after",
      examples(
        "challenge riesgo 20260131T235959Z-0123abcd",
        "challenge riesgo 20260131T235959Z-0123abcd --share 0.5",
        "challenge riesgo",
        "challenge riesgo --stop",
      ),
    )
    .action(
      async (given: string, version: string | undefined, options: Options, command: Command) => {
        const { name: model } = knownModel(given, context.settings);
        const why = reasonOf("--why", options.why);
        if (options.stop && version !== undefined)
          command.error("error: --stop ends whatever challenge there is: give no version");
        if (options.stop) return stop(context, model, why);
        if (version === undefined) return show(context, model);
        const share = shareOf("--share", options.share);
        return begin(context, model, versionOf(version), { share, why });
      },
    );
};

const begin = async (
  context: CommandContext,
  model: string,
  version: string,
  { share, why }: { readonly share: number; readonly why: string },
): Promise<void> => {
  const { settings, progress, now } = context;
  const run = { verb: "challenge", model, parameters: { share, why } };
  await recorded(context, run, async (store, note) => {
    note({ version });
    const champion = await requireChallengeable(store, model, version);
    await openRelease(store, model, version);
    await challenge(store, { model, version, share, at: now(), by: settings.actor, why });
    progress.result(
      `${model} ${version} challenges ${champion}: the api scores both for a share of ${share} of the requests, and answers with the champion.`,
      { model, version, champion, share },
    );
  });
};

/** @returns the version of the champion @throws `CHALLENGE_REFUSED`, `CHAMPION_MISSING`, `RELEASE_UNKNOWN` */
const requireChallengeable = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<string> => {
  const release = await requireRelease(store, model, version);
  const pointer = await requireChampion(store, model);
  const champion = await readManifest(store, model, pointer.version, pointer.manifest);
  const problem = challengeProblem(champion, release);
  if (problem !== undefined) throw new ChallengeRefused({ model, version, problem });
  return champion.version;
};

const stop = (context: CommandContext, model: string, why: string): Promise<void> =>
  recorded(
    context,
    { verb: "challenge", model, parameters: { stop: true, why } },
    async (store) => {
      const stopped = await endChallenge(store, model);
      const text = stopped ? "has no challenger any more" : "has no challenger";
      context.progress.result(`${model} ${text}.`, { model, stopped });
    },
  );

const show = (
  { settings, progress }: Pick<CommandContext, "settings" | "progress">,
  model: string,
): Promise<void> =>
  withStore(settings, async (store) => {
    const { challenger } = await readChallenger(store, model);
    if (challenger === undefined)
      return progress.result(`${model} has no challenger.`, { model, version: null });
    const { version, share, at, by, why } = challenger;
    progress.result(
      `${version} challenges the champion of ${model} for a share of ${share} of the requests, since ${at} by ${by}: ${why}.`,
      { model, version, share, at, by, why },
    );
  });
