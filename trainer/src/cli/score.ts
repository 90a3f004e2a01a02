import { SettingInvalid, subjectOf, type Release } from "@despliega/storage";

import { OptionInvalid } from "../errors/errors.js";
import type { AuditWriter } from "../identity/audit.js";
import { auditBatch } from "../identity/batch-audit.js";
import { score, type BatchOfPeople } from "../pipeline/score/score.js";
import type { AskedBy } from "../pipeline/score/batch-columns.js";
import { requireApart } from "../pipeline/score/require-apart.js";
import { knownModel, reasonOf, versionOf } from "./arguments.js";
import { batchInput, batchOutput, placeKind } from "./batch-places.js";
import { withAuditIfAny } from "./audited.js";
import type { AddCommand, CommandContext } from "./command.js";
import { examples } from "./examples.js";
import { oneOf } from "./one-of.js";
import { recorded } from "./recorded.js";

interface Options {
  readonly input: string;
  readonly out: string;
  readonly version?: string;
  readonly by?: AskedBy;
  readonly carry?: string;
  readonly detail: boolean;
  readonly reason?: string;
  readonly whole: boolean;
}

/** `score <model>`: answers for every row of a file, a blob or a table. */
export const scoreCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("score <model>")
    .description(
      "answer for every row of a file, a blob or a database, as the api would; the last output is replaced whole",
    )
    .requiredOption(
      "--input <place>",
      "the rows, with the features or the keys by name: a CSV or Parquet file, blob:NAME in batch/<model>, or a postgres:// url with table and key",
    )
    .requiredOption(
      "--out <place>",
      "where the answers go: FILE.csv, FILE.parquet, blob:NAME, or a postgres:// url with a table; the rejected rows go beside it",
    )
    .option("--version <version>", "the release that answers (default: the champion)")
    .option(
      "--by <what>",
      "row: the input has the features; key: the release has them (default: row if every feature has a column)",
      oneOf<AskedBy>(["row", "key"]),
    )
    .option(
      "--carry <columns>",
      "columns of the input to copy to the output, with commas between them (default: all that are no features)",
    )
    .option("--detail", "with each answer how it came about, as detalle=true of the api", false)
    .option("--reason <text>", "for a model about people: the reason, for the audit record")
    .option(
      "--whole",
      "for a model about people: pseudonyms instead of handles that only you have",
      false,
    )
    .addHelpText(
      "after",
      examples(
        "score riesgo --input users.csv --out scores.csv",
        "score riesgo --input blob:users.parquet --out blob:scores.parquet",
        "score riesgo --input 'postgres://reader@localhost/bank?table=users&key=id' --out 'postgres://writer@localhost/bank?table=scores'",
        'score vih --input patients.csv --out answers.csv --reason "the monthly review"',
      ),
    )
    .action(async (name: string, options: Options) => {
      const model = knownModel(name, settings);
      const { version, by, carry, detail } = options;
      const input = batchInput(options.input, settings);
      const out = batchOutput(options.out, settings);
      await requireApart(input, out);
      const reason =
        options.reason === undefined ? undefined : reasonOf("--reason", options.reason);
      const asked = {
        model: model.name,
        version: version === undefined ? undefined : versionOf(version),
        by,
        carry: carry?.split(",").map((column) => column.trim()),
        detail,
      };
      const parameters = {
        input: placeKind(input),
        out: out.kind,
        by: asked.by,
        carried: asked.carry?.length,
        detail,
      };
      const run = { verb: "score", model: model.name, parameters };
      const done = await recorded(context, run, (store, note) =>
        withAuditFor(context, model.name, reason, (audit) => {
          const people = peopleOf(context, audit, { reason, whole: options.whole });
          return score({ ...asked, input, out, people }, { store, settings, progress, note });
        }),
      );
      const { scored, rejected, read } = done;
      progress.result(
        `Scored ${scored} of ${read} rows by ${name} ${done.version}${rejected === 0 ? "" : `; ${rejected} are rejected, each with its reason beside the output`}.`,
        { model: name, ...done },
      );
    });
};

/** Runs work with the audit, where there is one and a reason to write to it. */
const withAuditFor = <T>(
  context: CommandContext,
  model: string,
  reason: string | undefined,
  work: (audit: AuditWriter | undefined) => Promise<T>,
): Promise<T> =>
  reason === undefined ? work(undefined) : withAuditIfAny(context, { verb: "score", model }, work);

/** What a batch about people needs: a reason, the keys of its pseudonyms, and an audit record of every decision. */
const peopleOf = (
  { settings }: CommandContext,
  audit: AuditWriter | undefined,
  { reason, whole }: { readonly reason: string | undefined; readonly whole: boolean },
): BatchOfPeople => ({
  namingOf(release) {
    const { pseudonymKey } = subjectOf(release.manifest)!;
    const keys = settings.personKeys.pseudonym;
    const key = pseudonymKey === null ? keys[0] : keys.find(({ id }) => id === pseudonymKey);
    if (key === undefined)
      throw needed(
        "DESPLIEGA_PSEUDONYM_KEYS",
        "its rows name people, whose pseudonyms need the key of the release",
      );
    return { key, caller: whole ? undefined : settings.actor };
  },
  async audit({ manifest }: Release) {
    if (reason === undefined)
      throw new OptionInvalid({
        option: "--reason",
        problem: "is needed, since the model is about people",
      });
    if (audit === undefined)
      throw needed("DESPLIEGA_AUDIT_CONTAINER_NAME", "every answer about a person is recorded");
    const { version } = manifest;
    const sees = whole ? "whole" : "masked";
    return (await auditBatch(audit, { reason, version, sees })).decided;
  },
});

const needed = (name: string, why: string) =>
  new SettingInvalid({ name, problem: `is needed, since ${why}` });
