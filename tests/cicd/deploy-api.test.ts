import { beforeAll, describe, expect, test } from "@jest/globals";

import { recordingAz } from "./support/recording-az.js";
import { recordingCommands } from "./support/recording-commands.js";
import { runBash } from "./support/run-bash.js";
import { altered, servedRelease } from "./support/served.js";

let good: Awaited<ReturnType<typeof servedRelease>>;
let bad: typeof good;
beforeAll(async () => {
  good = await servedRelease();
  bad = await altered(good, (path) => (path.endsWith("/prediccion") ? { result: [0] } : undefined));
});

describe("deploy-api.sh", () => {
  const IMAGE = "despliega1.azurecr.io/despliega-api:0123abc";
  const SLOT = "--name the-api --resource-group the-group --slot staging";
  const deploy = async ({ url, key }: typeof good) => {
    const az = await recordingAz({ "webapp show": url });
    const ended = await runBash(["cicd/scripts/deploy-api.sh", IMAGE], {
      ...az.env,
      RESOURCE_GROUP: "the-group",
      API_NAME: "the-api",
      API_KEY: key,
    });
    return { ended, calls: az.calls() };
  };
  const staged = [
    `webapp stop ${SLOT} --output none`,
    `webapp config container set ${SLOT} --container-image-name ${IMAGE} --output none`,
    `webapp start ${SLOT} --output none`,
    `webapp show ${SLOT} --query 'join('\\'''\\'', ['\\''https://'\\'', defaultHostName])' --output tsv`,
  ];

  test("tests the image in the staging slot, and then swaps it into production", async () => {
    const { ended, calls } = await deploy(good);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(calls).toEqual([
      ...staged,
      `webapp deployment slot swap ${SLOT} --target-slot production --output none`,
    ]);
  });

  test("swaps nothing when the test fails", async () => {
    const { ended, calls } = await deploy(bad);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("not as it should") });
    expect(calls).toEqual(staged);
  });
});

describe("deploy-cloud-run.sh", () => {
  const IMAGE = "europe-southwest1-docker.pkg.dev/p/r/despliega-api:0123abc";
  const deploy = async ({ url, key }: typeof good) => {
    const traffic = [
      { url: "http://127.0.0.1:1", percent: 100 },
      { url, tag: "candidate" },
    ];
    const service = JSON.stringify({ status: { traffic } });
    const gcloud = await recordingCommands({
      gcloud: `case "$*" in *describe*) echo '${service}' ;; esac`,
    });
    const ended = await runBash(["cicd/scripts/deploy-cloud-run.sh", IMAGE], {
      PATH: gcloud.path,
      CLOUD_RUN_SERVICE: "riesgo",
      CLOUD_RUN_REGION: "europe-southwest1",
      API_KEY: key,
    });
    return { ended, calls: gcloud.calls() };
  };
  const REGION = "--region europe-southwest1 --quiet";
  const staged = [
    `gcloud run deploy riesgo ${REGION} --image ${IMAGE} --no-traffic --tag candidate`,
    `gcloud run services describe riesgo ${REGION} --format json`,
  ];

  test("tests the image without traffic, and then gives it the traffic", async () => {
    const { ended, calls } = await deploy(good);
    expect(ended).toMatchObject({ code: 0, stderr: "" });
    expect(calls).toEqual([
      ...staged,
      `gcloud run services update-traffic riesgo ${REGION} --to-tags candidate=100`,
    ]);
  });

  test("moves no traffic when the test fails", async () => {
    const { ended, calls } = await deploy(bad);
    expect(ended).toMatchObject({ code: 1, stderr: expect.stringContaining("not as it should") });
    expect(calls).toEqual(staged);
  });
});
