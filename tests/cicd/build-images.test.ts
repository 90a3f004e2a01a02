import { existsSync } from "node:fs";

import { describe, expect, test } from "@jest/globals";

import { ROOT } from "../repository/files.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";

const COMMIT = "0123456789abcdef0123456789abcdef01234567";

const build = async (registry: string, images: readonly string[], docker = "") => {
  const commands = await recordingCommands({ az: "", gcloud: "", docker });
  const ended = await runBash(["cicd/scripts/build-images.sh", ...images], {
    PATH: commands.path,
    REGISTRY: registry,
    COMMIT,
  });
  return { ended, calls: commands.calls() };
};

const built = (address: string, image: string) => [
  `docker build --file docker/${image}.Dockerfile --build-arg COMMIT=${COMMIT} --tag ${address}/despliega-${image}:${COMMIT} .`,
  `docker push ${address}/despliega-${image}:${COMMIT}`,
];

describe("build-images.sh", () => {
  test("builds and pushes both images to a Container Registry, tagged with the commit", async () => {
    const { ended, calls } = await build("despliega1", []);
    expect(ended).toEqual({ code: 0, stdout: "", stderr: "" });
    expect(calls).toEqual([
      "az acr login --name despliega1",
      ...built("despliega1.azurecr.io", "api"),
      ...built("despliega1.azurecr.io", "trainer"),
    ]);
  });

  test("builds one image for an Artifact Registry", async () => {
    const address = "europe-southwest1-docker.pkg.dev/project/repository";
    const { calls } = await build(address, ["api"]);
    expect(calls).toEqual([
      "gcloud auth configure-docker europe-southwest1-docker.pkg.dev --quiet",
      ...built(address, "api"),
    ]);
  });

  test("builds the image with onnxruntime by a target of its own", async () => {
    const { calls } = await build("despliega1", ["api-onnx"]);
    const name = `despliega1.azurecr.io/despliega-api-onnx:${COMMIT}`;
    expect(calls.slice(1)).toEqual([
      `docker build --file docker/api.Dockerfile --target onnx --build-arg COMMIT=${COMMIT} --tag ${name} .`,
      `docker push ${name}`,
    ]);
  });

  test("pushes nothing that could not be built", async () => {
    const { ended, calls } = await build("despliega1", [], "exit 1");
    expect(ended.code).toBe(1);
    expect(calls.filter((call) => call.includes(" push "))).toEqual([]);
  });

  test.each(["api", "trainer"])("there is a Dockerfile of the %s", (image) => {
    expect(existsSync(`${ROOT}docker/${image}.Dockerfile`)).toBe(true);
  });
});
