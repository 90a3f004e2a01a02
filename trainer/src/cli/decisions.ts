import {
  decisionsAbout,
  erasePerson,
  keyHasher,
  openLine,
  personTagger,
  pseudonymOf,
  readOverrides,
  SettingInvalid,
  type BlobStore,
  type EntityKey,
  type KeptLine,
  type KeyColumn,
  type Manifest,
} from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import type { TrainerSettings } from "../pipeline/settings.js";
import { knownModel, reasonOf } from "./arguments.js";
import type { AddCommand, CommandContext } from "./command.js";
import { auditDecisions, withDecisions } from "./decision-store.js";
import { decisionText, type ShownDecision } from "./decision-text.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";
import { releaseOrChampion } from "./release.js";

interface Options {
  readonly key?: string;
  readonly subject?: string;
  readonly why: string;
  readonly erase?: true;
  readonly json?: true;
}

/** `decisions <model>`: shows or erases everything that was answered about one person. */
export const decisionsCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("decisions <model>")
    .description(
      "show, or erase, everything that was answered about one person; an audit record comes first",
    )
    .option("--key <key>", "the key of the entity; several columns are separated by commas")
    .option("--subject <identifier>", "the identifier of the person, of a model about people")
    .requiredOption("--why <reason>", "the reason, for the audit record")
    .option("--erase", "erase it; ids and the time of the erasure are left")
    .option("--json", "one line of JSON for each decision, also on a terminal")
    .addHelpText(
      "after",
      examples(
        'decisions vih --subject 1234 --why "the patient asks"',
        'decisions riesgo --key 5008806 --why "the customer asks"',
        'decisions vih --subject 1234 --erase --why "the patient withdraws consent"',
      ),
    )
    .action(async (name: string, options: Options) => {
      const { name: model } = knownModel(name, settings);
      const why = reasonOf("--why", options.why);
      // Neither the person nor the reason: others may read the record of runs.
      const run = { verb: "decisions", model, parameters: { erase: options.erase === true } };
      await recorded(context, run, async (store, note) => {
        const manifest = await releaseOrChampion(store, model, undefined);
        const tags = tagsOf(manifest, options, settings);
        const lines = await withDecisions(context, (decisions) =>
          progress.step("find", (tell) =>
            decisionsAbout(decisions, model, tags, (blob, of) => tell(`${blob} of ${of} blobs`)),
          ),
        );
        note({ verdicts: [{ decisions: lines.length }] });
        const about = { ...options, why, model, tags, lines };
        if (options.erase) await erase(context, about);
        else await show(context, manifest, about);
      });
    });
};

interface About extends Options {
  readonly model: string;
  readonly tags: readonly string[];
  readonly lines: readonly KeptLine[];
}

const show = async (context: CommandContext, manifest: Manifest, about: About): Promise<void> => {
  const { settings, progress } = context;
  const { model, lines, why, json } = about;
  const { keys } = settings.decisions;
  await audit(context, about, "opened");
  const open = async (decisions: BlobStore, line: KeptLine): Promise<ShownDecision> => ({
    model,
    ...openLine(keys, model, line),
    overrides: await readOverrides(decisions, model, line.id, keys),
  });
  const names = manifest.features.map((feature) => feature.name);
  await withDecisions(context, async (decisions) => {
    for (const line of lines) {
      const shown = await open(decisions, line);
      const features = shown.version === manifest.version ? names : undefined;
      if (json) progress.document(`${JSON.stringify(shown)}\n`);
      else progress.row(() => decisionText(shown, features), { ...shown });
    }
  });
  if (!json)
    progress.result(`${counted(lines.length)} of ${model}.`, {
      model,
      decisions: lines.length,
      why,
    });
};

const erase = async (context: CommandContext, about: About): Promise<void> => {
  const { model, tags, lines } = about;
  await audit(context, about, "erased");
  const erased = await withDecisions(context, (decisions) =>
    erasePerson(decisions, { model, tags, at: context.now() }),
  );
  // What was answered between the search and the erasure.
  const late = erased.filter((id) => lines.every((line) => line.id !== id));
  if (late.length > 0)
    await auditDecisions(
      context,
      { model, reason: about.why, decision: "erased", ids: late },
      false,
    );
  context.progress.result(`Erased ${counted(erased.length)} of ${model}.`, {
    model,
    erased: erased.length,
  });
};

const audit = (
  context: CommandContext,
  { model, lines, why }: About,
  decision: "opened" | "erased",
): Promise<void> =>
  auditDecisions(
    context,
    { model, reason: why, decision, ids: lines.map(({ id }) => id) },
    lines.some((line) => "sealed" in line),
  );

const counted = (count: number): string => `${count} ${count === 1 ? "decision" : "decisions"}`;

/** How lines may name the person, one tag for each key that ever hid people. @throws `OPTION_INVALID`, `SETTING_INVALID` */
const tagsOf = (
  { model, serving }: Manifest,
  { key, subject }: Options,
  { personKeys: { pseudonym: keys }, predictionKey }: TrainerSettings,
): readonly string[] => {
  if (serving.by === "key") {
    if (key === undefined || subject !== undefined)
      throw new OptionInvalid({ option: "--key", problem: `is what names an entity of ${model}` });
    if (predictionKey === undefined) throw missing("DESPLIEGA_PREDICTION_KEY");
    return [keyHasher(predictionKey, model)(keyTyped(serving.keys, key))];
  }
  if (serving.subject === undefined)
    throw new OptionInvalid({ option: "--subject", problem: `${model} is about nobody` });
  if (subject === undefined || key !== undefined)
    throw new OptionInvalid({ option: "--subject", problem: `is what names a person of ${model}` });
  if (keys.length === 0) throw missing("DESPLIEGA_PSEUDONYM_KEYS");
  return keys.map((secret) => {
    const pseudonym = pseudonymOf(secret, model, subject);
    if (pseudonym !== undefined) return personTagger(secret)(pseudonym);
    throw new OptionInvalid({ option: "--subject", problem: "must be an identifier" });
  });
};

const missing = (name: string) =>
  new SettingInvalid({ name, problem: "is needed: decisions name people by hashes made with it" });

const keyTyped = (columns: readonly KeyColumn[], text: string): EntityKey => {
  const parts = columns.length === 1 ? [text] : text.split(",");
  const key = parts.map((part, i) => (columns[i]?.type === "integer" ? Number(part) : part));
  const numbers = key.filter((value) => typeof value === "number");
  if (key.length === columns.length && numbers.every(Number.isSafeInteger)) return key;
  throw new OptionInvalid({
    option: "--key",
    problem: `must be ${columns.map(({ name }) => name).join(",")}`,
  });
};
