import { pseudonymOf, readPseudonymKeys } from "@despliega/storage";

import { inAll, type Attack, type Outcome } from "../lib/attack.js";
import { keyOf, type Field } from "../lib/field.js";
import { askAbout, GOOD } from "../lib/people.js";

const PEOPLE = 300;
const AT_ONCE = 100;

/** Claims of a token that gets handles. */
const MASKED = { roles: ["api", "vih.predict"], amr: ["pwd", "mfa"] };

/** Equal digits that two names share by chance once in some million attacks. */
const SHARED = 12;

const ids = Array.from({ length: PEOPLE }, (_, i) => `${10_000 + i}`);

const namesIn = (body: string): string[] =>
  [...body.matchAll(/"pseudonym":"([^"]+)"/g)].map(([, name]) => name!);

const piecesOf = (name: string): string[] => {
  const digits = name.replace(/^[^.:]*[.:]/, "");
  return Array.from({ length: digits.length - SHARED + 1 }, (_, at) =>
    digits.slice(at, at + SHARED),
  );
};

/** How many of some names share a piece with one of others. */
const joined = (names: readonly string[], others: readonly string[]): number => {
  const known = new Set(others.flatMap(piecesOf));
  return names.filter((name) => piecesOf(name).some((piece) => known.has(piece))).length;
};

/** Guesses identifiers, asks about them, and joins the answers to the training table. */
const recovery = async ({ sensitive, issuer }: Field): Promise<Outcome> => {
  const { url } = await sensitive();
  const askAs = async (claims: object): Promise<string[]> => {
    const token = await issuer.sign({ ...claims });
    const names: string[] = [];
    for (let at = 0; at < ids.length; at += AT_ONCE) {
      const { status, body } = await askAbout(url, ids.slice(at, at + AT_ONCE), token);
      if (status !== 200) throw new Error(`people are answered with ${status}: ${body}`);
      names.push(...namesIn(body));
    }
    if (names.length !== ids.length) throw new Error(`${names.length} names in the answers`);
    return names;
  };
  const whole = await askAs({ ...GOOD, oid: "one" });
  const handles = await askAs({ ...MASKED, oid: "two" });
  const others = await askAs({ ...MASKED, oid: "three" });
  const [key] = readPseudonymKeys({ DESPLIEGA_PSEUDONYM_KEYS: `k1:${keyOf("k1")}` });
  const table = ids.map((id) => pseudonymOf(key!, "vih", id)!);

  const found: Readonly<Record<string, number>> = {
    "pseudonyms of answers join the training table": joined(whole, table),
    "handles join the training table": joined(handles, table),
    "handles join the pseudonyms of answers": joined(handles, whole),
    "handles of two callers join": joined(handles, others),
    "people share a name":
      whole.length - new Set(whole).size + handles.length - new Set(handles).size,
  };
  return {
    tries: 3 * PEOPLE,
    successes: Object.entries(found)
      .filter(([, times]) => times > 0)
      .map(([what, times]) => `${times} ${what}`),
    figures: `0 of ${PEOPLE} guessed people found in the training table`,
  };
};

const LIMIT = 50;

/** Asks about more people than one caller may, by every way to seem somebody else. */
const beyond = async ({ sensitive, issuer }: Field): Promise<Outcome> => {
  const { url } = await sensitive({ DESPLIEGA_RATE_LIMIT_SUBJECTS: `${LIMIT}` });
  const seen = new Set<string>();
  let tries = 0;
  const ask = async (claims: object, people: readonly string[]): Promise<void> => {
    tries++;
    const { status, body } = await askAbout(url, people, await issuer.sign({ ...claims }));
    if (status === 200) for (const name of namesIn(body)) seen.add(name);
  };
  // Several at once, before one is counted; then with other roles, other subjects and other forms of an identifier.
  await Promise.all(ids.slice(0, 2 * LIMIT).map((id) => ask(GOOD, [id])));
  await ask(GOOD, ids);
  await ask({ ...GOOD, sub: "subject-2" }, ids.slice(100, 110));
  await ask({ ...GOOD, azp: "another app" }, ids.slice(110, 120));
  await ask({ ...GOOD, roles: [...GOOD.roles, "vih.predict"] }, ids.slice(120, 130));
  await ask(
    GOOD,
    ids.slice(130, 140).map((id) => ` ${id}.0 `),
  );
  return {
    tries,
    successes: seen.size > LIMIT ? [`${seen.size} people were answered about, of ${LIMIT}`] : [],
    figures: `${seen.size} people answered about with a limit of ${LIMIT}`,
  };
};

/** Learns more about people than answers are to tell. */
export const pseudonyms: Attack = {
  tried: `the training table and ${PEOPLE} guessed identifiers, asked as three callers with and without whole pseudonyms; more people than \`DESPLIEGA_RATE_LIMIT_SUBJECTS\`, at once and under other roles, subjects, apps and forms of an identifier`,
  aim: `a name in an answer joins the table, or another caller's, by ${SHARED} digits; more people are answered about than the limit`,
  stopped:
    "keys by purpose and model, handles per caller, and a count of people per caller ([How people are named](sensitive.md#how-people-are-named))",
  async play(field) {
    return inAll([await recovery(field), await beyond(field)]);
  },
};
