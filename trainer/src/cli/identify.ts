import { answeredNames, SettingInvalid, type Key } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { audited } from "../identity/audit.js";
import { findIdentities, type NameAnswered } from "../identity/find.js";
import { openIdentity } from "../identity/seal.js";
import { recorded } from "./recorded.js";
import { withAudit } from "./audited.js";
import { examples } from "./examples.js";
import { knownModel, pseudonymTyped, versionOf } from "./arguments.js";
import { releaseOrChampion } from "./release.js";

interface Options {
  readonly reason: string;
  readonly version?: string;
  readonly table?: true;
}

/** `identify <model> <pseudonym...>`: shows the people behind pseudonyms of answers, after it wrote an audit record. */
export const identifyCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("identify <model> <pseudonym...>")
    .description("find the people behind pseudonyms of answers; an audit record comes first")
    .requiredOption("--reason <text>", "the reason, for the audit record")
    .option("--version <version>", "the release to look into (default: the champion)")
    .option("--table", "the pseudonyms are of the training table, and not of answers")
    .addHelpText("after", examples('identify vih PSEUDONYM --reason "a call from the clinic"'))
    .action(
      async (
        name: string,
        given: readonly string[],
        { reason, version: asked, table }: Options,
      ) => {
        const model = knownModel(name, settings);
        const pseudonyms = given.map(pseudonymTyped);
        const wanted = asked === undefined ? undefined : versionOf(asked);
        const { personKeys } = settings;
        const needed = "every look at an identity is recorded";
        const about = { verb: "identify", model: model.name, needed };
        // Reason and pseudonyms are in the audit record, which others may read than these.
        const of = table ? "table" : "answers";
        const parameters = { of, pseudonyms: pseudonyms.length };
        const run = { verb: "identify", model: model.name, parameters };
        const identities = await withAudit(context, about, (audit) => {
          if (personKeys.identity.length === 0)
            throw new SettingInvalid({
              name: "DESPLIEGA_IDENTITY_KEYS",
              problem: "is needed, since identities are encrypted",
            });
          const nameAnswered = table
            ? undefined
            : answeredNamer(model.name, pseudonyms, personKeys.pseudonym);
          return recorded(context, run, async (store, note) => {
            const manifest = await releaseOrChampion(store, model.name, wanted);
            const { version } = manifest;
            note({ version });
            const access = { decision: "identified", version, of, pseudonyms, reason };
            const found = await audited(audit, access, () =>
              findIdentities(store, manifest, pseudonyms, nameAnswered),
            );
            return found.map(({ inTable, sealed }, i) => ({
              pseudonym: pseudonyms[i]!,
              ...openIdentity(personKeys.identity, model.name, inTable, sealed),
            }));
          });
        });
        for (const { pseudonym, identifier, name: called } of identities)
          progress.result(`${pseudonym}  ${identifier}${called === null ? "" : `  ${called}`}`, {
            pseudonym,
            identifier,
            name: called,
          });
      },
    );
};

/** Makes the answered pseudonyms, whose key each of them names. @throws `SETTING_INVALID` */
const answeredNamer = (
  model: string,
  pseudonyms: readonly string[],
  keys: readonly Key[],
): NameAnswered => {
  const [id] = new Set(pseudonyms.map((of) => of.slice(0, of.indexOf("."))));
  const key = keys.find((of) => of.id === id);
  if (key === undefined)
    throw new SettingInvalid({
      name: "DESPLIEGA_PSEUDONYM_KEYS",
      problem: `is needed, since the pseudonyms of answers are made with its key ${id}`,
    });
  return answeredNames(key, model).pseudonym;
};
