import { SettingInvalid } from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { recordAccess } from "../identity/audit.js";
import { findIdentities } from "../identity/find.js";
import { openIdentity } from "../identity/seal.js";
import { recorded } from "./recorded.js";
import { withStore } from "./store.js";
import { examples } from "./examples.js";
import { knownModel, pseudonymTyped, versionOf } from "./arguments.js";
import { releaseOrChampion } from "./release.js";

/** `identify <model> <pseudonym...>`: shows the people behind pseudonyms, after it wrote an audit record. */
export const identifyCommand: AddCommand = (program, context) => {
  const { settings, progress, now } = context;
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
        const { audit, personKeys, storage } = settings;
        if (audit === undefined)
          throw needed("DESPLIEGA_AUDIT_CONTAINER_NAME", "every look at an identity is recorded");
        if (personKeys.identity.length === 0)
          throw needed("DESPLIEGA_IDENTITY_KEYS", "identities are encrypted");

        // Reason and pseudonyms are in the audit record, which others may read than these.
        const parameters = { pseudonyms: pseudonyms.length };
        const run = { verb: "identify", model: model.name, parameters };
        const identities = await recorded(context, run, async (store, note) => {
          const manifest = await releaseOrChampion(store, model.name, wanted);
          note({ version: manifest.version });
          const sealed = await findIdentities(store, manifest, pseudonyms);
          await withStore({ ...settings, storage: { ...storage, container: audit } }, (log) =>
            recordAccess(log, {
              at: now(),
              caller: settings.actor,
              reason,
              model: model.name,
              version: manifest.version,
              pseudonyms,
            }),
          );
          return pseudonyms.map((pseudonym, i) => ({
            pseudonym,
            ...openIdentity(personKeys.identity, model.name, pseudonym, sealed[i]!),
          }));
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

const needed = (name: string, why: string) =>
  new SettingInvalid({ name, problem: `is needed, since ${why}` });
