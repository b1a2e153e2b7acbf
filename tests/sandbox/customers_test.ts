/** Customers in the sandbox: which ones it accepts, how it stores them, and how they are found. */
import { assertEquals } from "../support/assert.ts";
import { add, type Fetch, messageOf, withSandbox } from "./served.ts";

Deno.test("a customer_id that was sent does not replace the system's own", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A", customer_id: 999 });
    assertEquals((await (await fetch("/api/customers")).json())[0].customer_id, 13);
  }));

Deno.test("a customer is refused if it breaks a rule of the contract, or names something that is not defined", () =>
  withSandbox(async (fetch) => {
    const reasons = Object.values(
      await add(
        fetch,
        { surname: "K", phone_number: ["600-100-200", "abc"] },
        { surname: " " },
        { surname: "K", type: "nie ma" },
        { surname: "K", group: "nie ma" },
        { surname: "K", account_manager: "nie ma" },
        { surname: "K", company_id: 100000 },
        { surname: "K", vip: "tak" },
        { surname: "K", address: { city: 1 } },
        "Kowalski",
      ),
    ).map((item) => (item as { message: string }).message);
    assertEquals(reasons, [
      "Phone number must be numeric.",
      "Surname is required.",
      "Customer type does not exist.",
      "Customer group does not exist.",
      "Account manager does not exist.",
      "Company does not exist.",
      "Field vip must be a boolean.",
      "Field address.city must be a string.",
      "Customer must be an object.",
    ]);
  }));

Deno.test("a customer may name what is defined in the system", () =>
  withSandbox(async (fetch) => {
    const customer = { surname: "K", type: "T", group: "G", account_manager: "M", company_id: 7 };
    assertEquals(await add(fetch, customer), { 0: { http_status: 201, customer_id: "1" } });
  }, { firstId: 1, types: ["T"], groups: ["G"], accountManagers: ["M"], companies: ["7"] }));

Deno.test("custom fields are created when missing and cleared when empty; READ ONLY ones need the flag", () =>
  withSandbox(async (fetch) => {
    const custom_fields = { Kampania: "FB", Puste: "", Saldo: "5" };
    await add(fetch, { surname: "A", custom_fields }, {
      surname: "B",
      custom_fields,
      fill_read_only_custom_fields: true,
    });
    const stored = await (await fetch("/sandbox/customers")).json();
    assertEquals(stored[0].custom_fields, { Kampania: "FB" });
    assertEquals(stored[1].custom_fields, { Kampania: "FB", Saldo: "5" });
    const fields = await (await fetch("/sandbox/custom_fields")).json();
    assertEquals(fields.sort(), ["Kampania", "Puste", "Saldo"]);
  }));

/** The surnames of the customers that a query finds. */
const surnames = async (fetch: Fetch, query: string): Promise<string> =>
  (await (await fetch(`/api/customers?${query}`)).json())
    .map(({ surname }: { surname: string }) => surname).join("");

Deno.test("customers are found by identifier, email, phone number and NIP, page by page", () =>
  withSandbox(async (fetch) => {
    await add(
      fetch,
      { surname: "A", identifier: "1", email: ["a@x.pl", "b@x.pl"], phone_number: "600" },
      { surname: "B", identifier: "2", nip: "6783144527", phone_number: ["601", "602"] },
      { surname: "C", identifier: "2" },
    );
    const found = (query: string) => surnames(fetch, query);
    assertEquals(await found("identifier=2"), "BC");
    assertEquals(await found("email=b@x.pl"), "A");
    assertEquals(await found("phone_number=602"), "B");
    assertEquals(await found("nip=6783144527&identifier=2"), "B");
    assertEquals(await found("identifier=3"), "");
    assertEquals(await found(""), "ABC");
    assertEquals(await found("limit=1&offset=1"), "B");
    assertEquals((await (await fetch("/api/customers?identifier=1")).json())[0], {
      customer_id: 13,
      name: "",
      surname: "A",
      identifier: "1",
      email: "a@x.pl",
      emails: ["a@x.pl", "b@x.pl"],
      phone_number: "600",
      phone_numbers: ["600"],
      company_id: "",
      type: "",
      group: "",
      account_manager: "",
    });
    for (const query of ["limit=0", "limit=1001", "limit=x", "offset=-1"]) {
      assertEquals((await messageOf(await fetch(`/api/customers?${query}`)))[0], 400);
    }
  }));

Deno.test("customers are found by custom fields, each with several values; their values are shown on request", () =>
  withSandbox(async (fetch) => {
    await add(
      fetch,
      { surname: "A", custom_fields: { Kraj: "POLSKA", "Nr w sklepie": "7" } },
      { surname: "B", custom_fields: { Kraj: "NORWEGIA" } },
      { surname: "C", custom_fields: { Kraj: "POLSKA" } },
    );
    const found = (query: string) => surnames(fetch, query);
    assertEquals(await found("custom_fields[Kraj][0]=POLSKA"), "AC");
    assertEquals(
      await found("custom_fields[Kraj][0]=POLSKA&custom_fields[Kraj][1]=NORWEGIA"),
      "ABC",
    );
    assertEquals(await found("custom_fields[Kraj]=POLSKA"), "AC");
    assertEquals(
      await found("custom_fields[Kraj]=POLSKA&custom_fields[Nr%20w%20sklepie][0]=7"),
      "A",
    );
    assertEquals(await found("custom_fields[Kraj][0]=SZWECJA"), "");
    const fieldsIn = async (query: string) =>
      (await (await fetch(`/api/customers?limit=1&${query}`)).json())[0].custom_fields;
    assertEquals(await fieldsIn("include_custom_fields=true"), {
      Saldo: null,
      Kraj: "POLSKA",
      "Nr w sklepie": "7",
    });
    assertEquals(await fieldsIn(""), undefined);
  }));

Deno.test("an unknown filter, also of a custom field that does not exist, is ignored and finds everybody", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A" }, { surname: "B" });
    assertEquals(await surnames(fetch, "custom_fields[Kraj][0]=POLSKA"), "AB");
    assertEquals(await surnames(fetch, "pesel=44051401359"), "AB");
  }));

Deno.test("an empty identifier or phone number finds everybody who has none", () =>
  withSandbox(async (fetch) => {
    await add(
      fetch,
      { surname: "A", identifier: "1" },
      { surname: "B", identifier: "", phone_number: "600" },
      { surname: "C" },
    );
    assertEquals(await surnames(fetch, "identifier="), "BC");
    assertEquals(await surnames(fetch, "phone_number="), "AC");
  }));

Deno.test("a customer is refused with the id of the other one if identifiers are unique", () =>
  withSandbox(async (fetch) => {
    await add(fetch, { surname: "A", identifier: 7 });
    assertEquals(await add(fetch, { surname: "B", identifier: "7" }, { surname: "C" }), {
      0: { http_status: 400, message: "Customer already exists.", customer_id: "13" },
      1: { http_status: 201, customer_id: "14" },
    });
    assertEquals(await surnames(fetch, ""), "AC");
  }, { uniqueIdentifiers: true }));

Deno.test("several customers may have one identifier, unless told otherwise", () =>
  withSandbox(async (fetch) => {
    const customer = { surname: "A", identifier: "7" };
    await add(fetch, customer, customer);
    assertEquals(await surnames(fetch, "identifier=7"), "AA");
  }));

Deno.test("a user who may not look customers up may still add them", () =>
  withSandbox(async (fetch) => {
    assertEquals(await add(fetch, { surname: "A" }), {
      0: { http_status: 201, customer_id: "13" },
    });
    assertEquals(await messageOf(await fetch("/api/customers")), [403, "Forbidden"]);
  }, { mayLookUp: false }));
