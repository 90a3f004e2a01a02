import { SettingInvalid } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { audited } from "../identity/audit.js";
import { findIdentities } from "../identity/find.js";
import { openIdentity } from "../identity/seal.js";
import { recorded } from "./recorded.js";
import { withAudit } from "./audited.js";
import { examples } from "./examples.js";
import { knownModel, pseudonymTyped, versionOf } from "./arguments.js";
import { releaseOrChampion } from "./release.js";

/** `identify <model> <pseudonym...>`: shows the people behind pseudonyms, after it wrote an audit record. */
export const identifyCommand: AddCommand = (program, context) => {
  const { settings, progress } = context;
  program
    .command("identify <model> <pseudonym...>")
    .description("find the people behind pseudonyms of a release; an audit record comes first")
    .requiredOption("--reason <text>", "the reason, for the audit record")
    .option("--version <version>", "the release to look into (default: the champion)")
    .addHelpText("after", examples('identify vih PSEUDONYM --reason "a call from the clinic"'))
    .action(
      async (
        name: string,
        given: readonly string[],
        { reason, version: asked }: { reason: string; version?: string },
      ) => {
        const model = knownModel(name, settings);
        const pseudonyms = given.map(pseudonymTyped);
        const wanted = asked === undefined ? undefined : versionOf(asked);
        const { personKeys } = settings;
        const needed = "every look at an identity is recorded";
        const about = { verb: "identify", model: model.name, needed };
        // Reason and pseudonyms are in the audit record, which others may read than these.
        const parameters = { pseudonyms: pseudonyms.length };
        const run = { verb: "identify", model: model.name, parameters };
        const identities = await withAudit(context, about, (audit) => {
          if (personKeys.identity.length === 0)
            throw new SettingInvalid({
              name: "DESPLIEGA_IDENTITY_KEYS",
              problem: "is needed, since identities are encrypted",
            });
          return recorded(context, run, async (store, note) => {
            const manifest = await releaseOrChampion(store, model.name, wanted);
            const { version } = manifest;
            note({ version });
            const access = { decision: "identified", version, pseudonyms, reason };
            const sealed = await audited(audit, access, () =>
              findIdentities(store, manifest, pseudonyms),
            );
            return pseudonyms.map((pseudonym, i) => ({
              pseudonym,
              ...openIdentity(personKeys.identity, model.name, pseudonym, sealed[i]!),
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
