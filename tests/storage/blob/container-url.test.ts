import { describe, expect, test } from "@jest/globals";
import { parseContainerUrl } from "@despliega/storage";

describe("the url of a container", () => {
  test.each([
    ["https://Bank.blob.core.windows.net/despliega", "https://bank.blob.core.windows.net"],
    ["https://bank.blob.core.windows.net/despliega/", "https://bank.blob.core.windows.net"],
    [
      "http://127.0.0.1:10000/devstoreaccount1/despliega",
      "http://127.0.0.1:10000/devstoreaccount1",
    ],
  ])("%s is opened by an identity or a known account", (text, url) => {
    expect(parseContainerUrl(text)).toEqual({
      place: { account: { url }, container: "despliega" },
    });
  });

  test("with a shared access signature is opened by that", () => {
    const signature = "sv=2021-12-02&sp=rl&sig=a%2Bb%3D";
    expect(parseContainerUrl(`https://bank.blob.core.windows.net/despliega?${signature}`)).toEqual({
      place: {
        account: {
          connectionString: `BlobEndpoint=https://bank.blob.core.windows.net;SharedAccessSignature=${signature}`,
        },
        container: "despliega",
      },
    });
  });

  test.each([
    "despliega",
    "file:///despliega",
    "https://user:secret@bank.blob.core.windows.net/despliega",
    "https://bank.blob.core.windows.net",
    "https://bank.blob.core.windows.net/Despliega",
    "https://bank.blob.core.windows.net/a/b/despliega",
    "https://bank.blob.core.windows.net/despliega?secret=1",
  ])("%s is refused, and not repeated", (text) => {
    const { place, problem } = parseContainerUrl(text);
    expect(place).toBeUndefined();
    expect(problem).not.toMatch(/secret|bank/);
  });
});
