/** What of a person a column seems to hold. */
export type PersonKind =
  "e-mail" | "identity number" | "name" | "telephone" | "address" | "bank account";

/** How many fields of a column look like something of a person. */
export interface PersonTally {
  filled: number;
  emails: number;
  identityNumbers: number;
  names: number;
  telephones: number;
  bankAccounts: number;
}

export const newPersonTally = (): PersonTally => ({
  filled: 0,
  emails: 0,
  identityNumbers: 0,
  names: 0,
  telephones: 0,
  bankAccounts: 0,
});

const EMAIL = /^[^\s@]+@[^\s@]+\.[a-z]{2,}$/i;
const TELEPHONE = /^\+[0-9]{1,3}(?:[ -]?[0-9]){6,12}$/;
const NAME = /^\p{Lu}[\p{L}'’.-]+(?:,? (?:de |del |la |van |von )*\p{Lu}[\p{L}'’.-]*){1,4}$/u;

/** The letter of a Spanish NIF is the number's remainder by 23 (Real Decreto 338/1990). */
const LETTERS = "TRWAGMYFPDXBNJZSQVHLCKE";

const isIdentityNumber = (text: string): boolean => {
  const [, first, digits, letter] = /^([XYZ]?)-?([0-9]{7,8})-?([A-Z])$/i.exec(text) ?? [];
  if (letter === undefined) return false;
  const number = Number(`${first === "" ? "" : "XYZ".indexOf(first!.toUpperCase())}${digits}`);
  return LETTERS[number % 23] === letter.toUpperCase();
};

/** The check digits of an IBAN leave 1 of its number by 97 (ISO 13616). */
const isBankAccount = (text: string): boolean => {
  const account = text.replaceAll(" ", "").toUpperCase();
  if (!/^[A-Z]{2}[0-9]{2}[A-Z0-9]{11,30}$/.test(account)) return false;
  const digits = `${account.slice(4)}${account.slice(0, 4)}`.replaceAll(/[A-Z]/g, (letter) =>
    Number.parseInt(letter, 36).toString(),
  );
  return BigInt(digits) % 97n === 1n;
};

/** Adds a field to a column's tally. */
export const addPerson = (tally: PersonTally, text: string): void => {
  const field = text.trim();
  if (field === "" || field.length > 100) return;
  tally.filled++;
  if (EMAIL.test(field)) tally.emails++;
  else if (isIdentityNumber(field)) tally.identityNumbers++;
  else if (isBankAccount(field)) tally.bankAccounts++;
  else if (NAME.test(field)) tally.names++;
  else if (TELEPHONE.test(field)) tally.telephones++;
};

const WORDS = {
  "e-mail": /^(?:e[- _]?mail|mail|correo)/,
  "identity number": /^(?:nif|nie|dni|cif|ssn|passport|pasaporte|identity.?number|tax.?id)$/,
  name: /^(?:nombres?|apellidos?|(?:first|last|full|middle|sur|family|given)[ _-]?name|nombre[ _-].*|apellido.*)$/,
  telephone: /^(?:tel|tel[eé]fono|telephone|phone|m[oó]vil|mobile|fax)(?:[ _-].*)?$/,
  address: /^(?:direcci[oó]n|address|domicilio|street|calle)(?:[ _-].*)?$/,
  "bank account": /^(?:iban|cuenta[ _-]bancaria|bank[ _-]account)(?:[ _-].*)?$/,
} as const satisfies Record<PersonKind, RegExp>;

/** Share of the fields that decides. */
const SHARE = 0.8;

/** What of a person a column seems to hold, and why; undefined when nothing says so. */
export const guessPerson = (
  name: string,
  { filled, ...tally }: PersonTally,
): { readonly kind: PersonKind; readonly reason: string } | undefined => {
  const called = (kind: PersonKind): boolean => WORDS[kind].test(name.trim().toLowerCase());
  const named = (Object.keys(WORDS) as PersonKind[]).find(called);
  if (named !== undefined) return { kind: named, reason: "its name says so" };
  const share = (count: number): boolean => filled > 0 && count >= SHARE * filled;
  if (share(tally.emails)) return { kind: "e-mail", reason: "its values are e-mail addresses" };
  if (share(tally.identityNumbers))
    return { kind: "identity number", reason: "its values are numbers of a NIF or NIE" };
  if (share(tally.telephones))
    return { kind: "telephone", reason: "its values are international telephone numbers" };
  if (share(tally.bankAccounts)) return { kind: "bank account", reason: "its values are IBANs" };
  if (share(tally.names) && /name|nombre|cliente|customer|titular|persona?|who|quien/i.test(name))
    return { kind: "name", reason: "its name and its values are those of people" };
  return undefined;
};

/** Whether a text is an e-mail address, a NIF or NIE, an international telephone number or an IBAN. */
export const isOfPerson = (text: string): boolean => {
  const tally = newPersonTally();
  addPerson(tally, text);
  return tally.emails + tally.identityNumbers + tally.telephones + tally.bankAccounts > 0;
};
