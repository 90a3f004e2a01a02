import { fieldsOf, fieldText, pseudonymOf, SettingInvalid, type Key } from "@despliega/storage";

import { literal } from "../engine/sql.js";
import { identitySealer } from "../identity/seal.js";
import type { Columns } from "../model/columns.js";
import type { Check } from "./checks.js";
import { IDENTITY, personColumnsOf } from "./person-columns.js";
import type { Rewrite } from "./sort-out.js";

/** The keys that hide people, the current one of each kind first. */
export interface PersonKeys {
  /** For pseudonyms. */
  readonly pseudonym: readonly Key[];
  /** For the encryption of identities. */
  readonly identity: readonly Key[];
}

/** How the rows of a file are rewritten without people. */
export interface Hidden {
  /** Names of the fields that are written, in their order. */
  readonly names: readonly string[];
  readonly rewrite: Rewrite;
  /** What the rewritten rows say of columns that they no longer hold, in the model's order. */
  readonly checks: (text: (name: string) => string) => readonly Check[];
  /** Id of the key of the pseudonyms; null when the file has no identifiers. */
  readonly pseudonymKey: string | null;
}

/**
 * Prepares to take people out of a file's rows before anything else reads them: of a row is left the encrypted identity,
 * the pseudonym instead of the identifier, no name, and no field that the model does not read.
 *
 * @param header names of the file's columns
 * @returns undefined when the file has no column that says who a person is
 * @throws `SETTING_INVALID` without the keys that it takes
 */
export const hidePeople = (
  model: string,
  keys: PersonKeys,
  columns: Columns,
  header: readonly string[],
): Hidden | undefined => {
  const { identifier = "", name = "" } = personColumnsOf(columns);
  const identifierAt = Object.hasOwn(columns, identifier) ? header.indexOf(identifier) : -1;
  const nameAt = Object.hasOwn(columns, name) ? header.indexOf(name) : -1;
  if (identifierAt < 0 && nameAt < 0) return undefined;

  const person = identifierAt < 0 ? undefined : personMaker(model, keys);
  const kept = header.flatMap((column, at) =>
    at !== nameAt && Object.hasOwn(columns, column) ? [at] : [],
  );

  const rewrite: Rewrite = (row) => {
    const fields = fieldsOf(row);
    const text = (at: number) => (at < 0 ? "" : fieldText(fields[at]!));
    const called = text(nameAt);
    const lacksName = nameAt >= 0 && called === "" && columns[name]!.optional !== true;
    const found = person?.(text(identifierAt), called) ?? NOBODY;
    const isNobody = found === "not an identifier";
    const hidden = isNobody ? NOBODY : found;
    const faults = `${lacksName ? NO_NAME : ""}${isNobody ? NO_IDENTIFIER : ""}`;
    const written = [Buffer.from(faults), COMMA, hidden.identity];
    for (const at of kept)
      written.push(COMMA, at === identifierAt ? hidden.pseudonym : fields[at]!);
    return Buffer.concat(written);
  };
  return {
    names: [FAULTS, IDENTITY, ...kept.map((at) => header[at]!)],
    rewrite,
    checks: (text) => {
      const fails = (fault: string) =>
        `coalesce(contains(${text(FAULTS)}, ${literal(fault)}), false)`;
      const found = [
        { column: name, reason: "missing", fails: fails(NO_NAME) },
        { column: identifier, reason: "not an identifier", fails: fails(NO_IDENTIFIER) },
      ];
      return Object.keys(columns).flatMap((column) => found.filter((of) => of.column === column));
    },
    pseudonymKey:
      person === undefined ? null : currentKey("DESPLIEGA_PSEUDONYM_KEYS", keys.pseudonym).id,
  };
};

interface HiddenPerson {
  readonly pseudonym: Uint8Array;
  readonly identity: Uint8Array;
}

/** Field of a rewritten row that says what is wrong with the columns about people. */
export const FAULTS = ": people";
const NO_NAME = "n";
const NO_IDENTIFIER = "i";

const COMMA = Buffer.from(",");
const NOBODY: HiddenPerson = { pseudonym: Buffer.of(), identity: Buffer.of() };

const personMaker = (model: string, keys: PersonKeys) => {
  const key = currentKey("DESPLIEGA_PSEUDONYM_KEYS", keys.pseudonym);
  const seal = identitySealer(currentKey("DESPLIEGA_IDENTITY_KEYS", keys.identity), model);
  return (identifier: string, name: string): HiddenPerson | "not an identifier" => {
    if (identifier.trim() === "") return NOBODY;
    const pseudonym = pseudonymOf(key, model, identifier);
    if (pseudonym === undefined) return "not an identifier";
    const identity = seal(pseudonym, { identifier, name: name === "" ? null : name });
    return { pseudonym: Buffer.from(pseudonym), identity: Buffer.from(identity) };
  };
};

const currentKey = (setting: string, [key]: readonly Key[]): Key => {
  if (key !== undefined) return key;
  throw new SettingInvalid({
    name: setting,
    problem: "is needed, since the input names people: set it to id:base64, of 32 random bytes",
  });
};
