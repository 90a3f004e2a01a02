import { describe, expect, test } from "@jest/globals";

import { readPackage, readText } from "./files.js";

const WORKSPACES = ["storage", "trainer", "api", "docker"];

const text = readText("CHANGELOG.md");
const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, title]) => title!);
const cuts = headings.slice(1).map((title) => {
  const [, version, date] = /^(\d+\.\d+\.\d+) - (\d{4}-\d{2}-\d{2})$/.exec(title) ?? [];
  return { title, version, date };
});

describe("the changelog", () => {
  test("begins with what is not released, and then has versions with their dates", () => {
    expect(headings[0]).toBe("Unreleased");
    expect(cuts.filter(({ version }) => version === undefined)).toEqual([]);
  });

  test("has the newest first", () => {
    const dates = cuts.map(({ date }) => date!);
    expect(dates).toEqual(dates.toSorted().toReversed());
    const versions = cuts.map(({ version }) => version!);
    const compare = new Intl.Collator("en", { numeric: true }).compare;
    expect(versions).toEqual(versions.toSorted(compare).toReversed());
  });

  test("sorts changes under the headings of Keep a Changelog, each once in a version", () => {
    const versions = text.split(/^## .+$/m).slice(1);
    for (const version of versions) {
      const kinds = [...version.matchAll(/^### (.+)$/gm)].map(([, kind]) => kind!);
      expect(new Set(kinds).size).toBe(kinds.length);
      for (const kind of kinds)
        expect(["Added", "Changed", "Deprecated", "Removed", "Fixed", "Security"]).toContain(kind);
    }
  });
});

test.each(["", ...WORKSPACES])("package.json of %j has the newest version", (folder) => {
  expect(readPackage(folder).version).toBe(cuts[0]?.version);
});

test("workspaces depend on each other in that version", () => {
  const own = new Set(WORKSPACES.map((folder) => readPackage(folder).name));
  const needed = WORKSPACES.flatMap((folder) =>
    Object.entries(readPackage(folder).dependencies ?? {}),
  ).filter(([name]) => own.has(name));
  expect(needed.length).toBeGreaterThan(3);
  expect(new Set(needed.map(([, version]) => version))).toEqual(new Set([cuts[0]?.version]));
});
