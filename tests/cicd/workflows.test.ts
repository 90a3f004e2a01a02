import { validate } from "@actions/languageservice";
import { describe, expect, test } from "@jest/globals";
import { TextDocument } from "vscode-languageserver-textdocument";

import { schemaOf, withSchemas } from "../support/schemas.js";
import { objectsIn, yamlFiles } from "./support/yaml-files.js";

type Job = Readonly<Record<string, unknown>> & {
  readonly permissions?: Readonly<Record<string, string>>;
};

interface Workflow {
  readonly on: Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency: unknown;
  readonly jobs: Readonly<Record<string, Job>>;
}

const files = yamlFiles(".github/workflows");

/** What GitHub's own language service has to say about a workflow. */
const problemsOf = async (path: string, text: string): Promise<string[]> => {
  const document = TextDocument.create(`file:///${path}`, "yaml", 1, text);
  return (await validate(document)).map(
    ({ message, range }) => `line ${range.start.line + 1}: ${JSON.stringify(message)}`,
  );
};

test("there are the five workflows", () => {
  expect(files.map(({ path }) => path)).toEqual([
    ".github/workflows/candidate.yml",
    ".github/workflows/ci-cd.yml",
    ".github/workflows/retraining.yml",
    ".github/workflows/testing.yml",
    ".github/workflows/what-if.yml",
  ]);
});

describe.each(files)("$path", ({ path, text, value }) => {
  const { permissions, concurrency, jobs } = value as Workflow;

  withSchemas.test("is what GitHub takes", () => {
    const valid = schemaOf("github-workflow.json");
    valid(value);
    expect(valid.errors ?? []).toEqual([]);
  });

  test("has no problem in its expressions either", async () => {
    expect(await problemsOf(path, text)).toEqual([]);
  });

  test("pins every action of others by its commit, and says which version that is", () => {
    const uses = text.split("\n").filter((line) => /\buses: (?!\.\/)/.test(line));
    const unpinned = uses.filter((line) => !/uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d/.test(line));
    expect(unpinned).toEqual([]);
  });

  test("may read the repository, and more only where a job says so", () => {
    expect(permissions).toEqual({ contents: "read" });
    const granted = Object.values(jobs).flatMap((job) =>
      Object.entries(job.permissions ?? {}).filter(([, level]) => level !== "read"),
    );
    const known = new Set(["attestations", "id-token", "pull-requests"]);
    expect(granted.filter(([scope]) => !known.has(scope))).toEqual([]);
  });

  test("does not run beside itself, and no job runs for ever", () => {
    expect(concurrency).toMatchObject({ group: expect.any(String) });
    const endless = Object.entries(jobs).filter(
      ([, job]) => !("uses" in job) && typeof job["timeout-minutes"] !== "number",
    );
    expect(endless).toEqual([]);
  });

  test("leaves no token behind in the checkout", () => {
    const checkouts = objectsIn(value).filter(({ uses }) =>
      String(uses).startsWith("actions/checkout@"),
    );
    expect(checkouts.length).toBeGreaterThan(0);
    for (const { with: inputs } of checkouts)
      expect(inputs).toMatchObject({ "persist-credentials": false });
  });
});

const jobsOf = (name: string): Workflow["jobs"] =>
  (files.find(({ path }) => path.endsWith(`/${name}.yml`))!.value as Workflow).jobs;
const runsIn = (job: Job | undefined): string =>
  objectsIn(job)
    .flatMap(({ run }) => (typeof run === "string" ? [run] : []))
    .join("\n");

describe("a pull request", () => {
  const workflows = files.map(({ path, value }) => ({ path, ...(value as Workflow) }));
  const ofPullRequests = workflows.filter(({ on }) => "pull_request" in on);
  const writes = (job: Job): boolean => Object.values(job.permissions ?? {}).includes("write");

  test("starts no workflow that has more rights than itself", () => {
    expect(ofPullRequests.map(({ path }) => path)).toHaveLength(3);
    const events = workflows.flatMap(({ on }) => Object.keys(on));
    expect(events.filter((event) => /^(?:pull_request_target|workflow_run)$/.test(event))).toEqual(
      [],
    );
  });

  test("reaches no environment but that of a reader, and no secret", () => {
    const jobs = ofPullRequests.flatMap(({ jobs }) => Object.values(jobs));
    const environments = jobs.flatMap(({ environment }) => environment ?? []);
    expect(environments).toEqual(["what-if"]);
    expect(JSON.stringify(jobs)).not.toContain("secrets.");
    const signedIn = jobs.filter(({ permissions }) => permissions?.["id-token"] !== undefined);
    expect(signedIn.map(({ environment }) => environment)).toEqual(["what-if"]);
  });

  test("runs nothing of its own beside a token that may do more than read", () => {
    const jobs = ofPullRequests.flatMap(({ jobs }) => Object.entries(jobs));
    const writing = jobs.filter(([, job]) => writes(job));
    expect(writing.map(([name]) => name)).toEqual(["comment", "what-if"]);
    for (const [, job] of writing) {
      const checkouts = objectsIn(job).filter(({ uses }) => String(uses).includes("/checkout@"));
      expect(checkouts.map((step) => (step["with"] as Record<string, unknown>)["ref"])).toEqual([
        "${{ github.event.pull_request.base.sha }}",
      ]);
      expect(runsIn(job)).toMatch(/^cicd\/scripts\/[\w.-]+(?: [\w./-]+)*$/);
    }
  });

  test("from a fork is neither compared in Azure nor commented", () => {
    const jobs = ofPullRequests.flatMap(({ jobs }) => Object.values(jobs)).filter(writes);
    for (const job of jobs)
      expect(job["if"]).toContain(
        "github.event.pull_request.head.repo.full_name == github.repository",
      );
  });
});

test("what may write in Azure runs on main alone", () => {
  for (const name of ["ci-cd", "retraining"])
    expect(Object.values(jobsOf(name))[0]).toMatchObject({ if: "github.ref == 'refs/heads/main'" });
});

test("models are trained in staging alone, and go to production as they were tested there", () => {
  const all = [...Object.values(jobsOf("ci-cd")), ...Object.values(jobsOf("retraining"))];
  const training = all.filter((job) => runsIn(job).includes("start-training.sh"));
  expect(training.map(({ environment }) => environment)).toEqual(["staging", "staging"]);
  const promoting = all.filter((job) => runsIn(job).includes("promote-releases.sh"));
  expect(promoting.map(({ environment }) => environment)).toEqual(["production", "production"]);
  const tested = promoting.map((job) =>
    objectsIn(job).flatMap(({ RELEASES }) => (RELEASES === undefined ? [] : [RELEASES])),
  );
  expect(tested).toEqual([
    ["${{ needs.staging.outputs.releases }}"],
    ["${{ needs.train.outputs.releases }}"],
  ]);
});

test("a model that cannot be trained or promoted keeps no api from being deployed", () => {
  const { staging, production } = jobsOf("ci-cd");
  expect(staging).toMatchObject({
    needs: ["build", "staging-infrastructure", "train"],
    if: "${{ !cancelled() && needs.staging-infrastructure.result == 'success' }}",
  });
  expect(production).toMatchObject({
    needs: ["build", "staging"],
    if: "${{ !cancelled() && needs.staging.result == 'success' }}",
  });
  const deployments = objectsIn(production).filter(({ run }) =>
    /deploy-(?:api|cloud-run)/.test(String(run)),
  );
  expect(deployments).toHaveLength(2);
  for (const deployment of deployments)
    expect(deployment["if"]).toMatch(
      /!cancelled\(\) && steps\.infrastructure\.outcome == 'success'/,
    );
});

test("the checks find what is wrong", async () => {
  const wrong = "on: push\njobs:\n  a:\n    runs-on: x\n    steps:\n      - run: ${{ nope.x }}\n";
  expect(await problemsOf("wrong.yml", wrong)).toEqual([
    "line 6: \"Unrecognized named-value: 'nope'\"",
  ]);
});

withSchemas.test("the schema refuses a workflow without jobs", () => {
  expect(schemaOf("github-workflow.json")({ on: "push" })).toBe(false);
});
