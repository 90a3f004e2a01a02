import { expect, test } from "@jest/globals";
import { consoleText, METRIC_WORDS } from "@despliega/storage/language";

type Messages = { readonly [name: string]: Messages | string | ((...values: never[]) => string) };

/** The messages of a catalogue by their path; those with values as the text of their template. */
const texts = (messages: Messages, path = ""): [place: string, text: string][] =>
  Object.entries(messages).flatMap(([name, message]) =>
    typeof message === "object"
      ? texts(message, `${path}${name}.`)
      : [[`${path}${name}`, String(message).replace(/^\(.*?\) =>\s*/s, "")]],
  );

const same = (catalogues: { readonly en: unknown; readonly es: unknown }): readonly string[] => {
  const english = new Map(texts(catalogues.en as Messages));
  return texts(catalogues.es as Messages)
    .filter(([place, text]) => english.get(place) === text)
    .map(([place]) => place);
};

const spanishOf = (catalogue: unknown): readonly string[] =>
  texts(catalogue as Messages).map(([, text]) => text);

test("metrics have their own text in Spanish, but for names that both languages share", () => {
  expect(same(METRIC_WORDS)).toEqual(
    ["roc_auc", "gini", "ks", "pr_auc", "f1", "r2", "mae", "rmse", "mape"].map(
      (name) => `${name}.label`,
    ),
  );
});

test("the console has its own text in Spanish for every message, and no English word in it", () => {
  expect(same(consoleText)).toEqual([
    ...["operate.p50", "operate.p95", "operate.p99"],
    ...["page.signIn.bearerLabel", "tryIt.no", "watch.psi"],
  ]);
  const strange = spanishOf(consoleText.es).filter((text) =>
    /\b(the|of|and|is|are|with|than|that|which|by|from)\b/i.test(text.replaceAll(/\$\{.*?\}/g, "")),
  );
  expect(strange).toEqual([]);
});
