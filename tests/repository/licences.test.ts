import { expect, test } from "@jest/globals";

import { readText } from "./files.js";

/** Licences that a package may have: of these, none asks for more than to be named. */
const ALLOWED = new Set([
  "0BSD",
  "Apache-2.0",
  "BSD-2-Clause",
  "BSD-3-Clause",
  "BlueOak-1.0.0",
  "CC0-1.0",
  "ISC",
  "MIT",
  "PSF-2.0",
  "Unlicense",
]);

/** Packages whose licence is not told, or is another one, and why they may be here. */
const KNOWN: Readonly<Record<string, { readonly licence: string; readonly why: string }>> = {
  "axe-core": {
    licence: "MPL-2.0",
    why: "the tests of the console run it, as it is; nothing ships it",
  },
  "caniuse-lite": { licence: "CC-BY-4.0", why: "a table that a tool of the tests reads" },
  jstat: { licence: "none", why: "its file LICENSE is the MIT licence" },
  "uri-templates": {
    licence: "http://geraintluff.github.io/tv4/LICENSE.txt",
    why: "its README puts it in the public domain",
  },
};

interface Locked {
  readonly link?: boolean;
  readonly license?: string;
}

const { packages } = JSON.parse(readText("package-lock.json")) as {
  readonly packages: Readonly<Record<string, Locked>>;
};

const installed = Object.entries(packages)
  .filter(([path, { link }]) => path.includes("node_modules/") && link !== true)
  .map(([path, { license }]) => ({
    name: path.slice(path.lastIndexOf("node_modules/") + "node_modules/".length),
    licence: license ?? "none",
  }));

/** Whether a licence in the words of SPDX is allowed: one of those that it offers, or each that it asks for. */
const isAllowed = (licence: string): boolean =>
  licence
    .replaceAll(/[()]/g, "")
    .split(" OR ")
    .some((choice) => choice.split(" AND ").every((one) => ALLOWED.has(one.trim())));

test("every package that is installed has a licence that is allowed, or is known with the reason", () => {
  expect(installed.length).toBeGreaterThan(700);
  const others = installed.filter(
    ({ name, licence }) => !isAllowed(licence) && KNOWN[name]?.licence !== licence,
  );
  expect(others).toEqual([]);
});

test("no package is known without being there", () => {
  const names = new Set(installed.map(({ name }) => name));
  expect(Object.keys(KNOWN).filter((name) => !names.has(name))).toEqual([]);
});

test.each([
  ["(MIT OR GPL-3.0)", true],
  ["MIT AND GPL-3.0", false],
  ["GPL-3.0", false],
  ["none", false],
])("%s is allowed: %s", (licence, allowed) => {
  expect(isAllowed(licence)).toBe(allowed);
});
