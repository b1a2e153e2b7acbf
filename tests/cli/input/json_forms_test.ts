/** Forms of JSON that hold customers deeper than they can be read: the message names the form, and what to do. */
import { assert, assertEquals, assertStringIncludes } from "../../support/assert.ts";
import { inTempFolder } from "../../support/files.ts";
import { runHere } from "../in_process.ts";

const keyed = "a key before each customer";
const jsonApi = 'the fields stand in "attributes"';
const resource = (id: number) => ({ type: "people", id: `${id}`, attributes: { surname: "Lis" } });
const many = Array.from({ length: 12_000 }, (_, i) => i);
const long = { surname: "Lis", note: "x".repeat(100) };

const refused: ReadonlyArray<readonly [what: string, json: unknown, form: string]> = [
  ["customers under their e-mail addresses", { "a@x.pl": { surname: "Lis" } }, keyed],
  ["customers of other fields", { "a@x.pl": { name: "Ewa" }, "b@x.pl": { name: "Jan" } }, keyed],
  ["customers with lists in them", { "a@x.pl": { surname: "Lis", calls: [{ n: 1 }] } }, keyed],
  ["many", Object.fromEntries(many.map((i) => [`a${i}@x.pl`, long])), keyed],
  ["a document of JSON:API", { data: [resource(1), resource(2)] }, jsonApi],
  ["one resource of JSON:API", { data: resource(1) }, jsonApi],
  ["a list of resources", [resource(1)], jsonApi],
  ["many resources", { data: many.map((i) => ({ ...resource(i), links: long })) }, jsonApi],
];

for (const [what, json, form] of refused) {
  Deno.test(`JSON with ${what}: the message names the form, and holds no value`, () =>
    inTempFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/k.json`, JSON.stringify(json));
      const { code, stderr } = await runHere("import", `${folder}/k.json`, "--dry-run");
      assertEquals(code, 2);
      assertStringIncludes(stderr, form);
      assert(!/x\.pl|Lis|Ewa/.test(stderr), stderr);
    }));
}

const read: ReadonlyArray<readonly [what: string, json: unknown]> = [
  ["a list inside of an object with a name", {
    data: { name: "x", customers: [{ surname: "L" }] },
  }],
  ["customers under numbers", { "0": { surname: "L" } }],
  ["a list beside an object with fields", { meta: { name: "x" }, results: [{ surname: "L" }] }],
  ["lines of customers whose type is theirs", { surname: "L", type: "VIP" }],
];

for (const [what, json] of read) {
  Deno.test(`JSON with ${what} is read`, () =>
    inTempFolder(async (folder) => {
      await Deno.writeTextFile(`${folder}/k.json`, JSON.stringify(json));
      const { code, stdout } = await runHere("import", `${folder}/k.json`, "--dry-run");
      assertEquals(code, 0, stdout);
      assertStringIncludes(stdout, "valid      1");
    }));
}
