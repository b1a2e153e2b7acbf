/**
 * Commands on the project's pages that a test can't run, and why. Each form follows from `deno.json` and the
 * handler's variables. A command with a mistake matches no form, so the test tries to run it and fails.
 */
import { handlerVariables } from "../../src/handler/mod.ts";
import { manifest } from "./manifest.ts";

const literal = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&");
const name = literal(manifest.name);
const effect = literal(manifest.imports.effect.replace("npm:", ""));
const variable = `(?:${handlerVariables.join("|")})`;
const bundle = literal(/--output (\S+)/.exec(manifest.tasks["build:worker"].command)?.[1] ?? "");

const registry = "installs from JSR or npm, which the tests do not need to reach";
const node = "needs Node and npm; `tests/runtime` runs the package on Node";
const account = "needs an account";
const itself = "is the gate that runs this test, or a part of it";

const reasons: ReadonlyArray<readonly [form: string, why: string]> = [
  [`deno add jsr:${name}(?: npm:${effect})?`, registry],
  [`npx jsr add ${name}(?: && npm install ${effect})?`, registry],
  [`bunx jsr add ${name}(?: && bun add ${effect})?`, registry],
  ["npm install --save-dev typescript @types/node", registry],
  ["npx tsc", node],
  ["node dist/leads\\.js", node],
  [`deno deploy create(?: --[a-z-]+ [a-z-]+(?:\\.ts)?)+`, account],
  [`deno deploy env add ${variable} [a-z]+`, account],
  ["deno deploy --prod", account],
  [
    `npx wrangler deploy(?: ${bundle} --config examples/cloudflare/wrangler\\.json(?: --var ${variable}:[a-z]+)*)?`,
    account,
  ],
  [`npx wrangler secret put ${variable}`, account],
  ["(?:npx --yes deno@[\\d.]+|deno) task (?:test|ok|check)", itself],
  ["\\.ci/run", itself],
  [
    "deno task bench",
    "takes many minutes; tests/bench has tests of its own",
  ],
];

export const elsewhere: ReadonlyArray<{ readonly form: RegExp; readonly why: string }> = reasons
  .map(([form, why]) => ({ form: new RegExp(`^${form}$`), why }));

/** Whether a command can't be run by a test. */
export const isElsewhere = (command: string): boolean =>
  elsewhere.some(({ form }) => form.test(command));
