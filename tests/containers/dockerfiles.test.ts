import { describe, expect, test } from "@jest/globals";
import { API_SETTINGS, readConfig } from "@despliega/api";
import { STORAGE_SETTINGS } from "@despliega/storage";
import { TRAINER_SETTINGS } from "@despliega/trainer/pipeline/settings.js";
import { validate } from "dockerfile-utils";

import { readText } from "../repository/files.js";
import { stagesOf } from "./stages.js";

const NAMES = ["api", "azurite", "trainer"];
const textOf = (name: string): string => readText(`docker/${name}.Dockerfile`);

const problemsOf = (text: string): string[] =>
  validate(text).map(({ message, range }) => {
    const words = typeof message === "string" ? message : message.value;
    return `line ${range.start.line + 1}: ${words}`;
  });

describe.each(NAMES)("docker/%s.Dockerfile", (name) => {
  const stages = stagesOf(textOf(name));
  const image = stages.at(-1)!;
  const the = (keyword: string): string[] => image.of(keyword);

  test("has no problem that a linter knows", () => {
    expect(problemsOf(textOf(name))).toEqual([]);
  });

  test("installs before it copies any source, so that a change of sources does not install again", () => {
    const installing = stages.filter(({ lines }) => lines.some((line) => line.includes("npm ci")));
    expect(installing).not.toEqual([]);
    for (const { lines } of installing) {
      const before = lines.slice(
        0,
        lines.findIndex((line) => line.includes("npm ci")),
      );
      const copied = before.flatMap((line) => /^COPY (.*) \S+$/.exec(line)?.[1]!.split(" ") ?? []);
      expect(copied).toContain("package-lock.json");
      expect(
        copied.filter((file) => !/(?:^|\/)(?:package(?:-lock)?\.json|\.npmrc)$/.test(file)),
      ).toEqual([]);
    }
  });

  test("installs nothing that runs scripts of packages", () => {
    const installs = stages
      .flatMap(({ of }) => of("RUN"))
      .filter((line) => /npm (?:ci|install)/.test(line));
    expect(installs).not.toEqual([]);
    expect(installs.filter((line) => !line.includes("--ignore-scripts"))).toEqual([]);
  });

  test("starts Node.js itself, on the base that a build argument names, as a user by number", () => {
    expect(the("ENTRYPOINT")).toEqual([expect.stringMatching(/^\["node", "[\w/]+\.js"\]$/)]);
    expect(the("USER")).toEqual(["1000:1000"]);
    expect(the("STOPSIGNAL")).toEqual(["SIGTERM"]);
    expect(textOf(name)).toMatch(
      /^ARG NODE_IMAGE=docker\.io\/library\/node:24-bookworm-slim@sha256:[0-9a-f]{64}$/m,
    );
  });

  test("sets only what the program reads", () => {
    const settings = { ...STORAGE_SETTINGS, ...TRAINER_SETTINGS, ...API_SETTINGS };
    const known = new Set([...Object.keys(settings), "NODE_ENV"]);
    const set = the("ENV").flatMap((line) =>
      [...line.matchAll(/(\w+)=/g)].map(([, word]) => word!),
    );
    expect(set.filter((word) => !known.has(word))).toEqual([]);
  });
});

test("the install from the lockfile is the same in every Dockerfile, so that it happens once", () => {
  const everything = NAMES.map((name) => {
    const stage = stagesOf(textOf(name)).find(({ lines }) =>
      lines.includes("RUN npm ci --ignore-scripts"),
    )!;
    return stage.lines.slice(0, stage.lines.indexOf("RUN npm ci --ignore-scripts"));
  });
  expect(everything[0]).not.toEqual([]);
  expect(everything).toEqual(NAMES.map(() => everything[0]));
});

test.each(["api", "trainer"])("the image of the %s with onnxruntime adds nothing else", (name) => {
  const stages = stagesOf(textOf(name));
  const [onnx, plain] = stages.slice(-2);
  expect(onnx!.lines).toEqual([
    ...plain!.lines,
    "COPY --from=runtime /runtime/node_modules node_modules",
  ]);
});

test("the api's image exposes the port that the api listens on by default", () => {
  const image = stagesOf(textOf("api")).at(-1)!;
  const { port } = readConfig({ AZURE_STORAGE_CONNECTION_STRING: "UseDevelopmentStorage=true" });
  expect(image.of("EXPOSE")).toEqual([`${port}`]);
  expect(image.of("HEALTHCHECK")).toEqual([expect.stringContaining(`process.env.PORT || ${port}`)]);
});

test("the linter finds what is wrong", () => {
  expect(problemsOf("FROM node\nEXPOSE web\nCMD node a\n")).toEqual([
    "line 2: Invalid containerPort: web",
  ]);
});
