/** The work of reading grows with the text, however small its pieces are. It is counted in characters that are copied. */
import { XmlReader } from "../../../src/format/xlsx/xml.ts";
import { assert } from "../../support/assert.ts";
import { counted } from "../../support/counted.ts";

const length = 1_000_000;
/** Deflate gives pieces of 1,365 bytes or more. */
const size = 1365;

const hard: { readonly [what: string]: string } = {
  "a long text": "x".repeat(length),
  "many references": "&amp;".repeat(length / 5),
  "references that are cut": "x&amp;yz&#x17C;".repeat(length / 14),
  "a long comment": `<!--${"- ".repeat(length / 2)}-->`,
  "a long CDATA section": `<![CDATA[${"] ".repeat(length / 2)}]]>`,
  "a long instruction": `<?${"? ".repeat(length / 2)}?>`,
  "long tags": `<b c="${"x".repeat(60_000)}"/>`.repeat(length / 60_000),
  "many tags": "<b/>".repeat(length / 4),
};

for (const [what, inside] of Object.entries(hard)) {
  Deno.test(`with ${what}, each character is copied some times at most`, async () => {
    const text = `<a>${inside}</a>`;
    let given = 0;
    const copied = await counted(
      String.prototype,
      "slice",
      (_, result: string) => result.length,
      () => {
        const xml = new XmlReader("the part");
        for (let at = 0; at < text.length; at += size) {
          xml.add(text.substring(at, at + size));
          for (let token = xml.next(); token !== "more"; token = xml.next()) {
            if (token === "text") given += xml.text().length;
          }
        }
        xml.finish();
      },
    );
    // A tag is read again with each piece until it is whole, and it has at most 48 pieces.
    const most = what === "long tags" ? 25 : 4;
    assert(copied <= most * text.length, `${copied / text.length} per character`);
    assert(given >= (what.includes("text") || what.includes("CDATA") ? length : 0));
  });
}
