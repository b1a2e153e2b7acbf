/** Updates in the sandbox: which ones it accepts, and what it stores afterwards. */
import { assertEquals } from "../support/assert.ts";
import { add, type Fetch, json, messageOf, path, update, withSandbox } from "./served.ts";

const stored = async (fetch: Fetch) => await (await fetch("/sandbox/customers")).json();
const shown = async (fetch: Fetch, query: string) =>
  await (await fetch(`/api/customers?${query}`)).json();

Deno.test("an update changes the fields that it names, and answers with the customer's id", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A", name: "Jan", note: "x" }, { surname: "B" });
    assertEquals(await update(fetch, { customer_id: "13", note: "y", name: null }), {
      0: { http_status: 200, customer_id: "13" },
    });
    assertEquals((await stored(fetch)).map(({ fields }: { fields: object }) => fields), [
      { surname: "A", name: "Jan", note: "y" },
      { surname: "B" },
    ]);
  }));

Deno.test("lists are replaced, parts of an address are not, and an empty custom field is cleared", () =>
  withSandbox(async (fetch) => {
    await add(fetch, {
      surname: "A",
      email: ["a@b.pl", "c@d.pl"],
      address: { street: "Długa", city: "Łódź" },
      custom_fields: { Kampania: "FB", Kolor: "red", Rok: 1 },
    });
    await update(fetch, {
      customer_id: 13,
      email: ["e@f.pl"],
      address: { street: "Krótka", city: null },
      custom_fields: { Kampania: "", Kolor: null, Nowe: "x" },
    });
    assertEquals(await stored(fetch), [{
      customer_id: 13,
      fields: { surname: "A", email: ["e@f.pl"], address: { street: "Krótka", city: "Łódź" } },
      custom_fields: { Rok: 1, Nowe: "x" },
    }]);
  }));

Deno.test("an update is refused for an unknown id, a missing id and broken fields, and creates nobody", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A" });
    const answers = await update(
      fetch,
      { customer_id: 99, surname: "B" },
      { surname: "B" },
      { customer_id: 13, phone_number: "abc" },
      { customer_id: 13, surname: "" },
      { customer_id: 13, type: "nie ma" },
      "13",
    );
    assertEquals(
      Object.values(answers).map((one) => Object.values(one as object)),
      [
        [404, "Customer does not exist."],
        [400, "Customer id is required."],
        [400, "Phone number must be numeric."],
        [400, "Surname is required."],
        [400, "Customer type does not exist."],
        [400, "Customer must be an object."],
      ],
    );
    assertEquals((await stored(fetch)).length, 1);
  }));

Deno.test("an identifier that another customer has is refused, and one that was given up is free", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A", identifier: "a" }, { surname: "B", identifier: "b" });
    assertEquals((await update(fetch, { customer_id: 13, identifier: "b" }))[0].http_status, 400);
    assertEquals((await update(fetch, { customer_id: 13, identifier: "c" }))[0].http_status, 200);
    assertEquals((await add(fetch, { surname: "C", identifier: "a" }))[0].http_status, 201);
  }, { uniqueIdentifiers: true }));

Deno.test("a user may be allowed to add and not to update", () =>
  withSandbox(async (fetch) => {
    assertEquals((await add(fetch, { surname: "A" }))[0].http_status, 201);
    const refused = await fetch(path, { method: "PUT", headers: json, body: "{}" });
    assertEquals(await messageOf(refused), [403, "Forbidden"]);
  }, { mayUpdate: false }));

Deno.test("addresses are shown only if they are asked for", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A", address: { city: "Łódź" }, invoice_address: { city: "Hel" } });
    const [bare] = await shown(fetch, "limit=1");
    assertEquals([bare.address, bare.invoice_address], [undefined, undefined]);
    const [one] = await shown(fetch, "include_invoice_address=true");
    assertEquals([one.address, one.invoice_address], [undefined, { city: "Hel" }]);
  }));
