import { existsSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";

import { readText, ROOT } from "../repository/files.js";
import { DIGEST, DOCKER_LINES, readableCalls } from "./support/docker-lines.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const build = async (registry: string, images: readonly string[], docker = "") => {
  const commands = await recordingCommands({
    az: "",
    gcloud: "",
    docker: `${docker}\n${DOCKER_LINES}`,
  });
  const ended = await runBash(["cicd/scripts/build-images.sh", ...images], {
    PATH: commands.path,
    REGISTRY: registry,
    COMMIT,
  });
  return { ended, calls: readableCalls(commands.calls()) };
};

const built = (address: string, image: string, target = "") => {
  const name = `despliega-${image}`;
  const common = `docker buildx build --builder despliega --file docker/${image.replace("-onnx", "")}.Dockerfile --build-arg COMMIT=${COMMIT}${target}`;
  return [
    `${common} --output type=docker,name=${name}:${COMMIT},dest=<work>/${name}.tar .`,
    `docker run --rm --volume <work>:/scan:ro docker.io/anchore/grype:v0.116.1@<digest> docker-archive:/scan/${name}.tar --config /scan/scan.yaml`,
    `${common} --provenance=mode=max --sbom=generator=docker.io/docker/buildkit-syft-scanner:stable-1@<digest> --metadata-file <work>/${name}.json --tag ${address}/${name}:${COMMIT} --push .`,
  ];
};

describe("build-images.sh", () => {
  test("builds, scans and pushes both images, with parts and provenance, and prints their digests", async () => {
    const { ended, calls } = await build("despliega1", []);
    const address = "despliega1.azurecr.io";
    expect(ended).toEqual({
      code: 0,
      stdout: `API_IMAGE=${address}/despliega-api@${DIGEST}\nTRAINER_IMAGE=${address}/despliega-trainer@${DIGEST}\n`,
      stderr: "",
    });
    expect(calls).toEqual([
      "az acr login --name despliega1",
      "docker buildx inspect despliega",
      ...built(address, "api"),
      ...built(address, "trainer"),
    ]);
  });

  test("makes a builder that keeps parts and provenance, where there is none", async () => {
    const { ended, calls } = await build(
      "despliega1",
      ["api"],
      'if [ "$2" = inspect ]; then exit 1; fi',
    );
    expect(ended.code).toBe(0);
    expect(calls).toContain(
      "docker buildx create --name despliega --driver docker-container --driver-opt image=docker.io/moby/buildkit:v0.29.0@<digest>",
    );
  });

  test("builds one image for an Artifact Registry", async () => {
    const address = "europe-southwest1-docker.pkg.dev/project/repository";
    const { calls } = await build(address, ["api"]);
    expect(calls).toEqual([
      "gcloud auth configure-docker europe-southwest1-docker.pkg.dev --quiet",
      "docker buildx inspect despliega",
      ...built(address, "api"),
    ]);
  });

  test("builds the image with onnxruntime by a target of its own", async () => {
    const { ended, calls } = await build("despliega1", ["api-onnx"]);
    expect(ended.stdout).toBe(
      `API_ONNX_IMAGE=despliega1.azurecr.io/despliega-api-onnx@${DIGEST}\n`,
    );
    expect(calls.slice(2)).toEqual(built("despliega1.azurecr.io", "api-onnx", " --target onnx"));
  });

  test.each([
    ["could not be built", 'if [ "$2" = build ]; then exit 1; fi'],
    ["the scan holds back", 'if [ "$1" = run ]; then exit 2; fi'],
  ])("pushes nothing that %s", async (_, docker) => {
    const { ended, calls } = await build("despliega1", [], docker);
    expect(ended).toMatchObject({ code: expect.any(Number), stdout: "" });
    expect(ended.code).not.toBe(0);
    expect(calls.filter((call) => call.includes(" --push "))).toEqual([]);
  });

  test("the scan holds back serious weaknesses, and accepts only what is listed with its reason", () => {
    const text = readText("cicd/scan.yaml");
    expect(parse(text)).toMatchObject({ "fail-on-severity": "high", "only-fixed": true });
    const accepted = text.split("\n").filter((line) => /^ *- vulnerability:/.test(line));
    expect(accepted.filter((line) => !/ # \S/.test(line))).toEqual([]);
  });

  test.each(["api", "trainer"])("there is a Dockerfile of the %s", (image) => {
    expect(existsSync(`${ROOT}docker/${image}.Dockerfile`)).toBe(true);
  });
});
