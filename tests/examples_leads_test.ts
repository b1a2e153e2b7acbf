/** The example of a web form, in real workerd: every submission creates at most one customer. */
import wrangler from "../examples/leads/wrangler.json" with { type: "json" };
import type { Fault } from "../src/sandbox/fault.ts";
import { startSandbox } from "./handler/hosts.ts";
import { assertEquals } from "./support/assert.ts";
import { inTempFolder } from "./support/files.ts";
import { bundleWorker, startWorker } from "./support/workerd.ts";

const bundle = await bundleWorker("examples/leads/worker.ts");
const [{ class_name: className, name: binding }] = wrangler.durable_objects.bindings;

type Form = { readonly [field: string]: string };
type Answer = readonly [status: number, ...fields: ReadonlyArray<string>];

interface Page {
  /** Sends the form as a browser does, and gives the answer's status and the fields that it names. */
  readonly send: (form: Form, headers?: Form) => Promise<Answer>;
  readonly fail: (fault: Fault) => void;
  /** The surnames of the customers in Thulium. */
  readonly stored: () => ReadonlyArray<string>;
  readonly calls: () => number;
}

const withPage = (body: (page: Page) => Promise<void>) => () =>
  inTempFolder(async (folder) => {
    const thulium = await startSandbox();
    const user = { THULIUM_USER: "api_user", THULIUM_PASSWORD: "api_pass" };
    const worker = await startWorker(
      bundle,
      { ...wrangler.vars, ...user, THULIUM_URL: thulium.url },
      {
        durableObjects: { [binding]: { className, useSQLite: true } },
        durableObjectsPersist: folder,
      },
    );
    const { routes } = thulium;
    try {
      await body({
        send: async (form, headers = {}) => {
          const response = await worker.fetch("/", {
            method: "POST",
            headers: { origin: wrangler.vars.SITE, ...headers },
            body: new URLSearchParams(form),
          });
          assertEquals(response.headers.get("access-control-allow-origin"), wrangler.vars.SITE);
          const { fields } = await response.json();
          return [response.status, ...fields];
        },
        fail: (fault) => routes.setFaults({ script: [fault] }),
        stored: () => routes.customers.map(({ fields }) => String(fields.surname)),
        calls: () => routes.requests.length,
      });
    } finally {
      await worker.close();
      await thulium.close();
    }
  });

const submitted = (form: Form): Form => ({ submission: crypto.randomUUID(), ...form });
const lead = () => submitted({ surname: "Żółkiewska", email: "ewa@example.com", phone: "" });

Deno.test("the page has the fields that are read", async () => {
  const [page, reader] = await Promise.all(
    ["form.html", "form.ts"].map((file) =>
      Deno.readTextFile(new URL(`../examples/leads/${file}`, import.meta.url))
    ),
  );
  const fields = [...page.matchAll(/<input name="(\w+)"/g)].map(([, name]) => name);
  assertEquals(fields.sort(), ["email", "phone", "submission", "surname", "website"]);
  assertEquals(fields.filter((name) => !reader.includes(`"${name}"`)), []);
});

Deno.test(
  "a form that is sent twice, one after the other or at once, creates one customer",
  withPage(async ({ calls, send, stored }) => {
    const form = lead();
    assertEquals(await send(form), [201]);
    assertEquals(await send(form), [201]);
    assertEquals(calls(), 1);
    const other = submitted({ surname: "Nowak", phone: "+48 600 100 200" });
    assertEquals(await Promise.all([send(other), send(other)]), [[201], [201]]);
    assertEquals(stored(), ["Żółkiewska", "Nowak"]);
  }),
);

Deno.test(
  "a form is answered with its wrong fields, and nothing is sent for it, or for a program that fills in everything",
  withPage(async ({ calls, send }) => {
    assertEquals(await send({}), [422, "submission", "surname", "email"]);
    assertEquals(await send({ ...lead(), phone: "call me" }), [422, "phone"]);
    assertEquals(await send({ ...lead(), note: "x".repeat(9000) }), [422, "form"]);
    assertEquals(await send({ ...lead(), website: "https://spam.example" }), [201]);
    assertEquals(await send(lead(), { origin: "https://evil.example" }), [403]);
    assertEquals(calls(), 0);
  }),
);

Deno.test(
  "a lead whose answer was lost is not sent again; one that was refused may be",
  withPage(async ({ fail, send, stored }) => {
    const inDoubt = lead();
    fail({ kind: "cut", at: "before-headers", created: true });
    assertEquals([await send(inDoubt), await send(inDoubt)], [[202], [202]]);
    assertEquals(stored().length, 1);
    const refused = lead();
    fail({ kind: "status", status: 401, created: false });
    assertEquals([await send(refused), await send(refused)], [[503], [201]]);
    assertEquals(stored().length, 2);
  }),
);
