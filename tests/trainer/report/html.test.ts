import { describe, expect, test } from "@jest/globals";
import { html, Html } from "@despliega/trainer/report/html.js";
import { tableHtml } from "@despliega/trainer/report/table.js";

describe("html", () => {
  test("escapes what it is given, in text and in attributes", () => {
    const hostile = `"><script>alert('&')</script>`;
    expect(html`<p title="${hostile}">${hostile}</p>`.markup).toBe(
      `<p title="&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;">` +
        `&quot;&gt;&lt;script&gt;alert(&#39;&amp;&#39;)&lt;/script&gt;</p>`,
    );
  });

  test("leaves HTML as it is and joins lists", () => {
    const items = ["a", "<"].map((item) => html`<li>${item}</li>`);
    expect(
      html`<ul class="plain">
        ${items}
      </ul>`.markup.replaceAll(/\s+</g, "<"),
    ).toBe(`<ul class="plain"><li>a</li><li>&lt;</li></ul>`);
    expect(html`${new Html("<br>")}${undefined}${0}`.markup).toBe("<br>0");
  });
});

test("a table has caption, columns and row headings for screen readers", () => {
  const { markup } = tableHtml({
    caption: "Counts & shares",
    columns: [{ name: "Class" }, { name: "Count", numeric: true }],
    rows: [["<b>", "12"]],
  });
  expect(markup).toMatch(/<caption>\s*Counts &amp; shares\s*<\/caption>/);
  expect(markup).toContain(`<th scope="col" class="numeric">Count</th>`);
  expect(markup).toContain(`<th scope="row" class="text">&lt;b&gt;</th>`);
  expect(markup).toContain(`<td class="numeric">12</td>`);
});
