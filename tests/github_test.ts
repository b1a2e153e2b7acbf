/**
 * What GitHub reads: the workflows run the gate and publish what the tag says, and the forms for issues ask for no personal
 * data. Nothing else runs these files before they are pushed.
 */
import * as Schema from "effect/Schema";
import { assert, assertEquals, assertMatch } from "./support/assert.ts";
import { inTempFolder } from "./support/files.ts";
import { isInstalled } from "./support/installed.ts";
import { manifest, root } from "./support/manifest.ts";
import { readYaml } from "./support/yaml.ts";

const names = Schema.Array(Schema.String);
const Permissions = Schema.Record(Schema.String, Schema.Literals(["read", "write"]));
const Step = Schema.Struct({
  name: Schema.optionalKey(Schema.String),
  uses: Schema.optionalKey(Schema.String),
  with: Schema.optionalKey(Schema.Record(Schema.String, Schema.String)),
  run: Schema.optionalKey(Schema.String),
});
const Workflow = Schema.Struct({
  name: Schema.String,
  on: Schema.Struct({
    push: Schema.Struct({ branches: Schema.optionalKey(names), tags: Schema.optionalKey(names) }),
    pull_request: Schema.optionalKey(Schema.Null),
    workflow_call: Schema.optionalKey(Schema.Null),
  }),
  permissions: Permissions,
  concurrency: Schema.optionalKey(Schema.Unknown),
  jobs: Schema.Record(
    Schema.String,
    Schema.Struct({
      "uses": Schema.optionalKey(Schema.String),
      "needs": Schema.optionalKey(Schema.String),
      "runs-on": Schema.optionalKey(Schema.String),
      "timeout-minutes": Schema.optionalKey(Schema.Int),
      "permissions": Schema.optionalKey(Permissions),
      "steps": Schema.optionalKey(Schema.Array(Step)),
    }),
  ),
});

const [test, publish] = await Promise.all(
  ["test", "publish"].map((name) => readYaml(`.github/workflows/${name}.yml`, Workflow)),
);
const steps = [...Object.values(test.jobs), ...Object.values(publish.jobs)]
  .flatMap((job) => job.steps ?? []);
const publishSteps = publish.jobs.publish.steps ?? [];

Deno.test("every push and every pull request runs the gate, which is a program", async () => {
  assertEquals(test.on, { push: { branches: ["**"] }, pull_request: null, workflow_call: null });
  assertEquals(test.jobs.test.steps?.at(-1)?.run, ".ci/run");
  const { mode } = await Deno.stat(`${root}.ci/run`);
  assert(((mode ?? 0) & 0o111) !== 0);
});

Deno.test("a tag publishes after the tests, and only that job may prove who it is", () => {
  assertEquals(publish.on, { push: { tags: ["v*"] } });
  assertEquals(publish.jobs.test.uses, "./.github/workflows/test.yml");
  assertEquals(publish.jobs.publish.needs, "test");
  assertEquals([test.permissions, publish.permissions], [{ contents: "read" }, {
    contents: "read",
  }]);
  assertEquals(publish.jobs.publish.permissions, { "contents": "read", "id-token": "write" });
});

const hasNode = await isInstalled("node", /^v\d/);

Deno.test({
  name: "a tag that is not the version publishes nothing",
  ignore: !hasNode,
  fn: () =>
    inTempFolder(async (folder) => {
      const check = publishSteps.find(({ name }) => name?.startsWith("The tag is"))?.run ?? "";
      await Deno.copyFile(`${root}deno.json`, `${folder}/deno.json`);
      const statusFor = async (tag: string) => {
        const env = { GITHUB_REF_NAME: tag };
        const command = new Deno.Command("bash", { args: ["-e", "-c", check], cwd: folder, env });
        return (await command.output()).code;
      };
      assertEquals([await statusFor(`v${manifest.version}`), await statusFor("v0.0.9")], [0, 1]);
    }),
});

Deno.test("the workflows use the versions of Deno and Node that the pages name", async () => {
  const gate = await Deno.readTextFile(`${root}.ci/run`);
  const [deno] = /deno@[\d.]+/.exec(gate) ?? [""];
  assertEquals(publishSteps.at(-1)?.run, `npx --yes ${deno} publish`);
  const support = await Deno.readTextFile(`${root}src/SUPPORT.md`);
  const node = /^\| Node +\| (\d+) and later/m.exec(support)?.[1];
  const used = steps.flatMap((step) => step.with?.["node-version"] ?? []);
  assertEquals(new Set(used), new Set([node]));
});

Deno.test("actions are GitHub's own, at a version", () => {
  const actions = steps.flatMap(({ uses }) => uses ?? []);
  assert(actions.length > 0);
  for (const action of actions) assertMatch(action, /^actions\/[a-z-]+@v\d+$/);
});

const Form = Schema.Struct({
  name: Schema.NonEmptyString,
  description: Schema.NonEmptyString,
  labels: Schema.optionalKey(names),
  body: Schema.Array(Schema.Union([
    Schema.Struct({
      type: Schema.Literal("markdown"),
      attributes: Schema.Struct({ value: Schema.NonEmptyString }),
    }),
    Schema.Struct({
      type: Schema.Literals(["textarea", "input", "dropdown"]),
      id: Schema.NonEmptyString,
      attributes: Schema.Struct({
        label: Schema.NonEmptyString,
        description: Schema.optionalKey(Schema.String),
        placeholder: Schema.optionalKey(Schema.String),
        options: Schema.optionalKey(names),
        render: Schema.optionalKey(Schema.String),
      }),
      validations: Schema.optionalKey(Schema.Struct({ required: Schema.Boolean })),
    }),
  ])),
});

const folder = ".github/ISSUE_TEMPLATE/";
for (const { name } of Deno.readDirSync(root + folder)) {
  Deno.test(`the form ${name} is one that GitHub accepts, and asks for no personal data`, async () => {
    const { body } = await readYaml(folder + name, Form);
    const questions = body.flatMap((part) => part.type === "markdown" ? [] : [part]);
    const ids = questions.map(({ id }) => id);
    assertEquals(ids.length, new Set(ids).size);
    for (const { attributes: { options }, type } of questions) {
      assertEquals(options !== undefined && options.length > 0, type === "dropdown");
    }
    const [first] = body;
    assertMatch(first.type === "markdown" ? first.attributes.value : "", /send no personal data/);
  });
}
