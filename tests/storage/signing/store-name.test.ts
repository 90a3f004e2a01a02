import { storeNameOf } from "@despliega/storage";
import { expect, test } from "@jest/globals";

test.each([
  ["https://bank.blob.core.windows.net/despliega", "bank/despliega"],
  ["https://bank-secondary.blob.core.windows.net/despliega", "bank/despliega"],
  ["https://bank.z01.blob.storage.azure.net/despliega", "bank/despliega"],
  ["https://bank.blob.core.usgovcloudapi.net/despliega/", "bank/despliega"],
  ["https://blobs.example.com/despliega", "blobs.example.com/despliega"],
  ["https://blob.example.com/despliega", "blob.example.com/despliega"],
  ["http://127.0.0.1:10000/devstoreaccount1/despliega", "devstoreaccount1/despliega"],
  ["http://127.0.0.1:4711/devstoreaccount1/despliega", "devstoreaccount1/despliega"],
])("%s is the store %s, whatever its port and its scheme", (url, name) => {
  expect(storeNameOf(url)).toBe(name);
});
