import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { readdirSync } from "node:fs";

import { expect, test } from "@jest/globals";

import { readText, ROOT } from "../repository/files.js";
import { temporaryDirectory } from "../support/temporary.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

const OLD = `sha256:${"0".repeat(64)}`;
const NEW = `sha256:${"1".repeat(64)}`;

const renew = async (digest: string) => {
  const folder = await temporaryDirectory();
  await mkdir(folder, { recursive: true });
  const files = [join(folder, "a.Dockerfile"), join(folder, "b.sh")];
  await writeFile(
    files[0]!,
    `ARG NODE_IMAGE=docker.io/library/node:24@${OLD}\nFROM \${NODE_IMAGE}\n`,
  );
  await writeFile(
    files[1]!,
    `scan=docker.io/a/scan:v1@${OLD}\nnode=docker.io/library/node:24@${OLD}\n`,
  );
  const { path, calls } = await recordingCommands({ docker: `echo "${digest}"` });
  const ended = await runBash(["cicd/scripts/renew-images.sh", ...files], { PATH: path });
  return {
    ended,
    calls: calls(),
    texts: await Promise.all(files.map((file) => readFile(file, "utf8"))),
  };
};

test("renew-images.sh asks for the digest of every tag once, and writes it wherever the image is named", async () => {
  const { ended, calls, texts } = await renew(NEW);
  expect(ended).toEqual({
    code: 0,
    stdout: `docker.io/a/scan:v1 is ${NEW}.\ndocker.io/library/node:24 is ${NEW}.\n`,
    stderr: "",
  });
  expect(calls).toEqual(
    ["docker.io/a/scan:v1", "docker.io/library/node:24"].map(
      (name) => `docker buildx imagetools inspect ${name} --format {{.Manifest.Digest}}`,
    ),
  );
  expect(texts).toEqual([
    `ARG NODE_IMAGE=docker.io/library/node:24@${NEW}\nFROM \${NODE_IMAGE}\n`,
    `scan=docker.io/a/scan:v1@${NEW}\nnode=docker.io/library/node:24@${NEW}\n`,
  ]);
});

test("renew-images.sh writes nothing that is no digest", async () => {
  const { ended, texts } = await renew("<none>");
  expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("names no digest") });
  expect(texts.join("")).not.toContain("none");
});

test("every image of others has a digest", () => {
  const files = [
    ...readdirSync(`${ROOT}docker`)
      .filter((name) => /(?:Dockerfile|\.yaml)$/.test(name))
      .map((name) => `docker/${name}`),
    ...readdirSync(`${ROOT}cicd/scripts`)
      .filter((name) => name.endsWith(".sh"))
      .map((name) => `cicd/scripts/${name}`),
  ];
  const named = files.flatMap((file) =>
    [
      ...readText(file).matchAll(
        /(?:docker\.io|ghcr\.io|mcr\.microsoft\.com|quay\.io)\/[\w./-]+(?::[\w.-]+)?(?:@sha256:[0-9a-f]{64})?/g,
      ),
    ].map(([image]) => image),
  );
  expect(named.length).toBeGreaterThan(2);
  expect(named.filter((image) => !/:[\w.-]+@sha256:[0-9a-f]{64}$/.test(image))).toEqual([]);
  // Each stage is made of such an image, or of another stage.
  const dockerfiles = files.filter((file) => file.endsWith("Dockerfile"));
  for (const file of dockerfiles)
    for (const [, from] of readText(file).matchAll(/^FROM (\S+)/gm))
      expect(`${file}: ${from}`).toMatch(/: (?:\$\{NODE_IMAGE\}|manifests|plain)$/);
});
