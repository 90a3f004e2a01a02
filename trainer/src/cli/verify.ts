import {
  keyIdOf,
  openStore,
  verifiableModels,
  verifyModel,
  type Signatures,
  type StoreSettings,
  type Verified,
} from "@despliega/storage";

import type { AddCommand } from "./command.js";
import { storeTyped } from "./containers.js";
import { examples } from "./examples.js";
import { EXIT } from "./exit-codes.js";
import { withAccount } from "./store.js";
import { visible } from "./terminal-text.js";

interface Options {
  readonly store?: string;
  readonly json?: boolean;
}

/** `verify [model]`: checks every hash and every signature of what is published. */
export const verifyCommand: AddCommand = (program, { settings, progress }, exitWith) => {
  program
    .command("verify [model]")
    .description(
      "check what is published of one model or of all: every manifest, the hash of every part, the pointers and every move of the ledger, each with its signature; a problem ends with exit code 5",
    )
    .option("--store <container>", "the container to check (default: that of the settings)")
    .option("--json", "one JSON line per thing that is checked, also on a terminal")
    .addHelpText(
      "after",
      `
A container is a url, such as https://bank.blob.core.windows.net/despliega, or a name in the account of the settings.
The signatures of DESPLIEGA_SIGNING_PUBLIC_KEYS count, or else those of the key that signs here; without either, only hashes
are checked.
${examples(
  "verify",
  "verify riesgo",
  "verify --store https://bank.blob.core.windows.net/despliega",
  "verify --json | jq 'select(.problem != null)'",
)}`,
    )
    .action(async (model: string | undefined, { store: typed, json = false }: Options) => {
      await withAccount(settings, async (own) => {
        const place = await storeTyped("--store", typed, settings, own.account);
        const store = await openStore({ ...place, signatures: await counting(own) });
        const models = model === undefined ? await verifiableModels(store) : [model];
        let problems = 0;
        for (const name of models)
          for await (const found of verifyModel(store, name)) {
            if (found.problem !== undefined) problems++;
            const fields = { ...found, problem: found.problem ?? null };
            if (json) progress.document(`${JSON.stringify(fields)}\n`);
            else progress.row(() => rowOf(found), fields);
          }
        if (!json) progress.notice(summaryOf(models, problems, store.signatures));
        if (problems > 0) exitWith(EXIT.differs);
      });
    });
};

/** Whose signatures count, and nobody who signs. */
const counting = async ({ signatures }: StoreSettings): Promise<Signatures> => {
  const { trusted, signer } = signatures ?? {};
  if (trusted !== undefined || signer === undefined) return { trusted };
  const key = await signer.publicKey();
  return { trusted: new Map([[keyIdOf(key), key]]) };
};

const rowOf = ({ model, kind, name, checked, unsigned, problem }: Verified): string =>
  [
    model,
    kind.padEnd(10),
    name,
    problem === undefined ? `right${checkedText(kind, checked, unsigned)}` : visible(problem),
  ].join("  ");

const checkedText = (kind: Verified["kind"], checked: number, unsigned = 0): string => {
  if (kind === "pointer" || kind === "challenger") return "";
  const things = kind === "ledger" ? "moves" : "parts";
  const before = unsigned === 0 ? "" : `, ${unsigned} of them from before there was a key`;
  return `, ${checked} ${things}${before}`;
};

const summaryOf = (
  models: readonly string[],
  problems: number,
  signatures: Signatures | undefined,
): string => {
  if (models.length === 0) return "nothing is published there";
  const how =
    signatures?.trusted === undefined ? "; signatures were not looked at, since no key is set" : "";
  return problems === 0
    ? `everything is as it was published${how}`
    : `${problems} ${problems === 1 ? "problem" : "problems"}${how}`;
};
