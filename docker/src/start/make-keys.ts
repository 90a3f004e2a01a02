import { generateKeyPairSync, randomBytes, randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, link, mkdir, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";

/** Makes the settings of one file of keys, one on each line. */
export type MakeLines = () => readonly string[];

const secret = (): string => randomBytes(32).toString("base64");

/** The keys that hide people. */
export const peopleKeys: MakeLines = () =>
  ["DESPLIEGA_PSEUDONYM_KEYS", "DESPLIEGA_IDENTITY_KEYS"].map(
    (name) => `${name}=local:${secret()}`,
  );

/** The key that hides entities, and the pair that decisions are encrypted with. */
export const decisionKeys: MakeLines = () => {
  const { publicKey, privateKey } = generateKeyPairSync("x25519");
  const open = publicKey.export({ format: "der", type: "spki" }).toString("base64");
  const own = privateKey.export({ format: "der", type: "pkcs8" }).toString("base64");
  return [
    `DESPLIEGA_PREDICTION_KEY=${secret()}`,
    `DESPLIEGA_DECISION_KEYS=local:${open}`,
    `DESPLIEGA_DECISION_PRIVATE_KEYS=local:${own}`,
  ];
};

/** The private key that signs releases, in PEM. */
export const signingKey: MakeLines = () => {
  const { privateKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  return [privateKey.export({ format: "pem", type: "pkcs8" }).toString().trimEnd()];
};

// What file systems without hard links say: exFAT, shares, mounts of containers; EISDIR is exFAT on Windows.
const NO_LINKS = new Set(["EPERM", "ENOTSUP", "EOPNOTSUPP", "ENOSYS", "EISDIR"]);

/**
 * Makes a file of keys if it is not there. Of two starts at the same time one makes it, and both use it.
 *
 * @param hardLink gives a file a second name, and fails if that name is taken
 */
export const makeKeys = async (file: string, make: MakeLines, hardLink = link): Promise<void> => {
  const made = make().map((line) => `${line}\n`);
  const whole = `${file}.${randomUUID()}~`;
  await writeFile(whole, made.join(""), { mode: 0o600 });
  try {
    // Unlike a rename, a link replaces nothing; unlike a write, it is there whole or not at all.
    await hardLink(whole, file);
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code ?? "";
    if (NO_LINKS.has(code)) await makeWithoutLinks(whole, file);
    else if (code !== "EEXIST") throw error;
  } finally {
    await rm(whole, { force: true });
  }
};

/**
 * Moves the keys into place by renames alone. The rename of a directory replaces no directory that holds a file, so one
 * start decides which keys are used. Its directory stays, and every start that finds no file copies the keys out of it.
 */
const makeWithoutLinks = async (whole: string, file: string): Promise<void> => {
  if (existsSync(file)) return;
  const decided = join(`${file}.made`, "keys.env");
  const own = `${whole}d`;
  await mkdir(own);
  await rename(whole, join(own, "keys.env"));
  try {
    await rename(own, `${file}.made`);
  } catch (error) {
    if (!existsSync(decided)) throw error;
  } finally {
    await rm(own, { recursive: true, force: true });
  }
  await copyFile(decided, whole);
  await rename(whole, file);
};
