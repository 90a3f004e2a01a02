import {
  publicKeyPem,
  signChampion,
  SignerMissing,
  signRelease,
  type ManifestOf,
} from "@despliega/storage";
import type { Command } from "commander";

import { knownModel, reasonOf, versionOf } from "./arguments.js";
import type { AddCommand, CommandContext } from "./command.js";
import { examples } from "./examples.js";
import { recorded } from "./recorded.js";
import { withAccount } from "./store.js";

interface Options {
  readonly why: string;
  readonly publicKey: boolean;
}

/** `sign <model> [version]`: signs what was published before there was a key; `--public-key` shows the key's public part. */
export const signCommand: AddCommand = (program, context) => {
  program
    .command("sign [model] [version]")
    .description(
      "sign what was published before there was a key: a release, or else the pointer with the releases that it names; every hash is checked before",
    )
    .option("--why <reason>", "the reason, for the record", "signed by hand")
    .option("--public-key", "print the public part of the key that signs, in PEM", false)
    .addHelpText(
      "after",
      examples(
        "sign riesgo",
        "sign riesgo 20260131T235959Z-0123abcd",
        "sign --public-key >> signing-keys.pem",
      ),
    )
    .action(
      async (
        name: string | undefined,
        version: string | undefined,
        { why, publicKey }: Options,
        command: Command,
      ) => {
        if (publicKey) return showKey(context);
        if (name === undefined) command.error("error: sign needs a model, or --public-key");
        const { name: model } = knownModel(name, context.settings);
        const given = version === undefined ? undefined : versionOf(version);
        return sign(context, model, given, reasonOf("--why", why));
      },
    );
};

const showKey = ({ settings, progress }: CommandContext): Promise<void> =>
  withAccount(settings, async ({ signatures }) => {
    if (signatures?.signer === undefined) throw new SignerMissing({});
    progress.document(publicKeyPem(await signatures.signer.publicKey()));
  });

const sign = (
  context: CommandContext,
  model: string,
  version: string | undefined,
  why: string,
): Promise<void> =>
  recorded(context, { verb: "sign", model, parameters: { why } }, async (store, note) => {
    const pointer = version === undefined ? await signChampion(store, model) : undefined;
    const signed = pointer?.signed ?? (await signRelease(store, model, version!));
    note({ version: version ?? pointer!.champion.version });
    const names = signed.map(nameOf);
    context.progress.result(
      `Signed ${pointer === undefined ? "" : `the pointer of ${model} at move ${pointer.champion.sequence}, `}${names.join(", ")}.`,
      { model, sequence: pointer?.champion.sequence ?? null, signed: names },
    );
  });

const nameOf = ({ version, edition }: ManifestOf): string =>
  edition === undefined ? version : `${version}/${edition}`;
