import { readFile } from "node:fs/promises";
import { join } from "node:path";

import { expect, test } from "@jest/globals";
import { readVerdict } from "@despliega/storage";

import { azuriteConnectionString, azuriteStore, newContainer } from "../support/azurite.js";
import { temporaryDirectory } from "../support/temporary.js";
import { fewLoans } from "../trainer/support/few-loans.js";
import { despliega, runCommand } from "../trainer/support/command-line.js";
import { trainOn } from "../trainer/support/runs.js";

const settings = {
  AZURE_STORAGE_CONNECTION_STRING: azuriteConnectionString(),
  DESPLIEGA_CONTAINER_NAME: newContainer(),
  DESPLIEGA_ACTOR: "the test",
};

test("a look is published as a document and a page, and told in Markdown alone where that is wanted", async () => {
  const store = await azuriteStore({ container: settings.DESPLIEGA_CONTAINER_NAME });
  const { manifest } = await trainOn(store, { input: await fewLoans() });
  const [page, text] = ["verdict.html", "verdict.md"];
  const directory = await temporaryDirectory();
  const asked = ["monitor", "riesgo", "--until", "2026-03-28"];
  const { stdout, code } = await despliega(settings, ...asked, "--markdown");
  expect(code).toBe(0);
  expect(stdout).toMatch(/^<!-- despliega:monitor:riesgo -->\n\n## riesgo /);
  expect(stdout).not.toContain('"step"');
  for (const out of [page, text])
    await runCommand(settings, ...asked, "--out", join(directory, out));
  expect(await readFile(join(directory, text), "utf8")).toBe(stdout);
  const { id, verdict } = (await readVerdict(store, "riesgo"))!;
  expect(verdict).toBe("not-enough");
  const published = await store.read(`monitor/riesgo/${id}/monitor.html`);
  const html = await readFile(join(directory, page), "utf8");
  expect(published.bytes.toString()).toBe(html);
  expect(html).toContain(manifest.version);
});
