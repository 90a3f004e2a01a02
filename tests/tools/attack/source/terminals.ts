import { Writable } from "node:stream";

import { blobNames, challenge, DespliegaError, promote } from "@despliega/storage";
import { commandLine } from "@despliega/trainer/cli/command-line.js";
import { createProgress } from "@despliega/trainer/pipeline/progress.js";
import { readTrainerSettings } from "@despliega/trainer/pipeline/settings.js";

import { overwrite } from "../../../storage/release/altered.js";
import { azuriteStoreOf } from "../../../support/azurite.js";
import { publishTiny, versionOf } from "../../../support/release.js";
import type { Attack } from "../lib/attack.js";

const MODEL = "riesgo";
const CONTAINER = "attacked-terminals";

/** Texts that a terminal obeys, or that look like others. */
const TEXTS: Readonly<Record<string, string>> = {
  "clears the screen": "\u001b[2J",
  "clears it by C1": "\u009b2J",
  "names the window": "\u001b]0;a\u0007",
  "fills the clipboard": "\u001b]52;c;YQ==\u0007",
  "hides a url": "\u001b]8;;http://a.example\u001b\\b\u001b]8;;\u001b\\",
  "goes back": "a\r\bb\u007f",
  "turns the direction": "\u202egnp.exe\u2066",
  "begins a line": "\u2028ok\u2029\u0085ok",
  "is nothing": "\u0000\ufeff",
};

/** What no text of others may hold on its way to a terminal; what Despliega itself draws is taken out before. */
const OBEYED = /(?![\t\n])[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/u;
// eslint-disable-next-line no-control-regex
const OWN = /\r?\u001b\[(?:K|\d{1,2}m)/g;

/** Commands that show what is in the storage, and such that refuse what somebody typed. */
const commandsOf = (text: string): readonly (readonly string[])[] => [
  ["ledger", MODEL],
  ["ledger", MODEL, "--json"],
  ["releases", MODEL],
  ["runs", MODEL],
  ["runs", MODEL, "--json"],
  ["verify", MODEL],
  ["verify", MODEL, "--json"],
  ["data", MODEL],
  ["models"],
  ["promote", MODEL, versionOf(1), "--why", text],
  ["rollback", MODEL, "--why", text],
  ["challenge", MODEL, versionOf(1), "--share", text],
  ["promote", MODEL, text],
  ["promote", text, versionOf(1)],
  ["inspect", text],
  ["export", MODEL, versionOf(1), "--to", `/nowhere/${text}`],
  ["copy", MODEL, versionOf(1), "--to", text],
  ["approve", MODEL, versionOf(1), "--why", text],
];

/** Puts texts into the storage and into words of commands that a terminal would obey. */
export const terminals: Attack = {
  tried: `${Object.keys(TEXTS).length} texts that clear the screen, fill the clipboard, turn the direction or begin a line, as actor, reason, question and members of pointers, ledgers and manifests, and as words of ${commandsOf("").length} commands on a terminal`,
  aim: "a terminal gets one of them as it is",
  stopped:
    "everything that is written is made printable, errors when they are made (`storage/src/errors/printable.ts`)",
  async play({ connectionString }, { short }) {
    const successes: string[] = [];
    let [tries, characters] = [0, 0];
    const texts = Object.entries(TEXTS).slice(0, short ? 2 : undefined);
    for (const [at, [what, text]] of texts.entries()) {
      const container = `${CONTAINER}-${at}`;
      const store = await azuriteStoreOf({ connectionString, container });
      await store.ensureContainer();
      const move = { at: new Date("2026-02-01T00:00:00Z"), by: text, why: text };
      for (const digit of [1, 2]) {
        const description = { question: `${text}?` };
        await publishTiny(store, { model: MODEL, version: versionOf(digit), description });
        await promote(store, MODEL, versionOf(digit), move);
      }
      await challenge(store, { model: MODEL, version: versionOf(1), share: 0.5, ...move });
      // A release whose manifest names what nobody knows.
      await publishTiny(store, { model: MODEL, version: versionOf(3) });
      await overwrite(store, blobNames.manifest(MODEL, versionOf(3)), (bytes) =>
        Buffer.from(String(bytes).replace('"format":"', `"format":${JSON.stringify(text)},"a":"`)),
      );
      // No process gets a zero byte in its words.
      const typed = text.replaceAll("\u0000", "");
      for (const words of commandsOf(typed)) {
        const shown = await shownBy(
          {
            AZURE_STORAGE_CONNECTION_STRING: connectionString,
            DESPLIEGA_CONTAINER_NAME: container,
            DESPLIEGA_ACTOR: typed,
          },
          words,
        );
        tries++;
        characters += shown.length;
        if (OBEYED.test(shown.replaceAll(OWN, "")))
          successes.push(`${words.join(" ").replaceAll(typed, "…")}: ${what}`);
      }
    }
    return {
      tries,
      successes,
      figures: `${characters.toLocaleString("en")} characters were shown`,
    };
  },
};

/** What a terminal gets of a command, with the error that ends it. */
const shownBy = async (settings: NodeJS.ProcessEnv, words: readonly string[]): Promise<string> => {
  let shown = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      shown += String(chunk);
      done();
    },
  });
  const terminal = Object.assign(stream, { isTTY: true, columns: 200, hasColors: () => true });
  const context = {
    settings: readTrainerSettings(settings),
    progress: createProgress(terminal),
    now: () => new Date(),
  };
  try {
    await commandLine(context, ["node", "despliega", ...words]);
  } catch (error) {
    if (!(error instanceof DespliegaError)) throw error;
    shown += `${error.code}: ${error.message}\n`;
  }
  return shown;
};
