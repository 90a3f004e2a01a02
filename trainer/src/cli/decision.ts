import {
  BlobMissing,
  classAnswers,
  findDecision,
  listModels,
  openLine,
  overrideDecision,
  readManifest,
  readOverrides,
  type BlobStore,
  type FoundDecision,
  type Manifest,
} from "@despliega/storage";

import { replay, type Replay } from "../release/replay.js";
import { OptionInvalid } from "../errors/errors.js";
import { reasonOf } from "./arguments.js";
import type { AddCommand, CommandContext } from "./command.js";
import { auditDecisions, withDecisions } from "./decision-store.js";
import { decisionText, type ShownDecision } from "./decision-text.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { recorded } from "./recorded.js";
import { withStore } from "./store.js";

interface Options {
  readonly why?: string;
  readonly replay?: true;
  readonly override?: string;
  readonly json?: true;
}

const ID = "20260131T101500123Z-mb1c2d3e3f9c2a1b7d4e5f60-1z";

/** `decision <id>`: shows one answer that was kept, scores it again, or keeps what a person decided otherwise. */
export const decisionCommand: AddCommand = (program, context, exitWith) => {
  program
    .command("decision <id>")
    .description("show one decision by the id of its answer; an audit record comes first")
    .option(
      "--why <reason>",
      "the reason, for the audit record; needed where decisions are encrypted",
    )
    .option("--replay", "score it again on its own release, and compare every bit")
    .option(
      "--override <answer>",
      "keep beside it the class or number that a person decides; needs --why",
    )
    .option("--json", "one line of JSON, also on a terminal")
    .addHelpText(
      "after",
      examples(
        `decision ${ID} --why "a complaint"`,
        `decision ${ID} --why "a complaint" --replay`,
        `decision ${ID} --override 0 --why "the second test is negative"`,
      ),
    )
    .action(async (id: string, options: Options) => {
      const found = await withStore(context.settings, async (store) => {
        const models = await listModels(store);
        return withDecisions(context, (decisions) => findDecision(decisions, models, id));
      });
      const verb = options.override === undefined ? "decision" : "override";
      const parameters = { id, replay: options.replay === true };
      const run = { verb, model: found.model, parameters };
      const { shown, features, outcome } = await recorded(context, run, async (store, note) => {
        note({ version: found.line.version });
        return look(context, store, found, options);
      });
      const fields = { ...shown, ...(outcome === undefined ? {} : { replay: outcome }) };
      if (options.json) context.progress.document(`${JSON.stringify(fields)}\n`);
      else context.progress.result(decisionText(shown, features, outcome), fields);
      if (outcome?.outcome === "different") exitWith(EXIT.differs);
      if (outcome?.outcome === "missing") exitWith(EXIT.failed);
    });
};

const look = async (
  context: CommandContext,
  store: BlobStore,
  { model, line }: FoundDecision,
  options: Options,
) => {
  const { settings, now } = context;
  const { keys } = settings.decisions;
  const sealed = "sealed" in line;
  const needsWhy = sealed || options.override !== undefined;
  const why = needsWhy ? reasonOf("--why", options.why ?? "") : (options.why ?? "");
  const manifest = await manifestOf(store, model, line.version);
  const override = options.override && answerTyped(manifest, line.version, options.override);
  const access = { model, reason: why, ids: [line.id] };
  const decision = override === undefined ? ("opened" as const) : ("overridden" as const);
  await auditDecisions(context, { ...access, decision }, sealed);
  const shown = await withDecisions(context, async (decisions): Promise<ShownDecision> => {
    const opened = openLine(keys, model, line);
    if (override !== undefined)
      await overrideDecision(
        decisions,
        { model, line },
        { at: now().toISOString(), by: settings.actor, why, answer: override },
        keys,
      );
    return { model, ...opened, overrides: await readOverrides(decisions, model, line.id, keys) };
  });
  const outcome: Replay | undefined = options.replay && (await replay(store, model, shown));
  return { shown, features: manifest?.features.map(({ name }) => name), outcome };
};

/** The manifest of the release that decided; undefined where it is gone. */
const manifestOf = async (
  store: BlobStore,
  model: string,
  version: string,
): Promise<Manifest | undefined> => {
  try {
    return await readManifest(store, model, version);
  } catch (error) {
    if (error instanceof BlobMissing) return undefined;
    throw error;
  }
};

/** An answer of a release as it was typed. @throws `OPTION_INVALID` */
const answerTyped = (
  manifest: Manifest | undefined,
  version: string,
  text: string,
): string | number => {
  const refused = (problem: string) => new OptionInvalid({ option: "--override", problem });
  if (manifest === undefined)
    throw refused(`needs the classes of release ${version}, which is gone`);
  const labels = classAnswers(manifest)?.labels;
  const answer =
    labels === undefined ? numberTyped(text) : labels.find((label) => String(label) === text);
  if (answer !== undefined) return answer;
  throw refused(labels === undefined ? "must be a number" : `must be one of ${labels.join(", ")}`);
};

const numberTyped = (text: string): number | undefined => {
  const number = Number(text);
  return text.trim() !== "" && Number.isFinite(number) ? number : undefined;
};
