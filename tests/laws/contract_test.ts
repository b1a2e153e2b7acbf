/** Law 5: the library is never stricter than the contract, as the sandbox reads it. */
import { validateCustomer, validateCustomerUpdate } from "../../mod.ts";
import { isSafeId } from "../../src/customer/rules.ts";
import { System } from "../../src/sandbox/system.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Result from "effect/Result";
import * as Schema from "effect/Schema";
import { assert, assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";

const text = Schema.String;
const textFields = [
  "name",
  "identifier",
  "gender",
  "homepage",
  "birthdate",
  "nip",
  "note",
  "pesel",
  "job",
  "job_title",
] as const;
const addressFields = ["address", "invoice_address", "mail_drop_address"] as const;
const field = <const Names extends ReadonlyArray<string>, Value extends Schema.Top>(
  names: Names,
  value: Value,
) => Schema.Struct({ name: Schema.Literals(names), value });

/** Fields with values that people write, and sometimes with any value at all. */
const fields = Schema.Union([
  field(textFields, text),
  field(["email"], Schema.Union([text, Schema.Array(text)])),
  field(
    ["phone_number"],
    Schema.Union([
      Schema.Literals([
        "600100200",
        "+48 600 100 200",
        "(12) 345-67-89",
        "12.345",
        "",
        " ",
        "-",
        "+",
      ]),
      Schema.Array(Schema.Literals(["600100200", "600 100 200", ""])),
      text,
    ]),
  ),
  field(["company_id"], Schema.Literals(["7", 8, "999", ""])),
  field(["identifier"], Schema.Finite),
  field(["type"], Schema.Literals(["Klient", "Partner", ""])),
  field(["group"], Schema.Literals(["VIP", "Standard", ""])),
  field(["account_manager"], Schema.Literals(["anna", "jan", ""])),
  field(["vip", "fill_read_only_custom_fields"], Schema.Boolean),
  field(
    ["custom_fields"],
    Schema.Record(text, Schema.Union([text, Schema.Finite, Schema.Boolean, Schema.Null])),
  ),
  field(
    addressFields,
    Schema.Struct({
      street: Schema.optionalKey(text),
      city: Schema.optionalKey(text),
      postcode: Schema.optionalKey(text),
    }),
  ),
  field(
    [...textFields, ...addressFields, "email", "phone_number", "custom_fields", "vip", "other"],
    Schema.Json,
  ),
]);

let tried = 0;
let accepted = 0;

holds(
  "law 5: a customer that the server accepts is not refused by the library",
  Arbitrary.all({
    surname: Arbitrary.schema(text),
    filled: Arbitrary.array(Arbitrary.schema(fields), { maxLength: 6 }),
  }),
  ({ filled, surname }) =>
    Effect.sync(() => {
      const entries = filled.map(({ name, value }) => [name, value]);
      const customer = { surname: `K${surname}`, ...Object.fromEntries(entries) };
      const { http_status } = new System().add(customer);
      tried++;
      if (http_status !== 201) return;
      accepted++;
      // Such an id may have been another number before JavaScript read it.
      if (filled.some(({ value }) => typeof value === "number" && !isSafeId(value))) return;
      assertEquals(validateCustomer(customer, { unknownFields: "send" })._tag, "Success");
    }),
  {
    runs: 5000,
    // Most of the customers that law 5 was tried on are accepted by the server.
    afterwards: () => {
      assert(accepted > tried / 2, `${accepted} of ${tried}`);
    },
  },
);

let triedUpdates = 0;
let acceptedUpdates = 0;

holds(
  "law 5: an update that the server accepts is not refused by the library, and means the same without its nulls",
  Arbitrary.array(Arbitrary.schema(fields), { maxLength: 5 }),
  (filled) =>
    Effect.sync(() => {
      const changes = Object.fromEntries(filled.map(({ name, value }) => [name, value]));
      const update = { customer_id: 13, ...changes };
      const [system, other] = [new System(), new System()];
      for (const each of [system, other]) each.add({ surname: "K", note: "x", name: "Jan" });
      triedUpdates++;
      if (system.update(update).http_status !== 200) return;
      acceptedUpdates++;
      if (filled.some(({ value }) => typeof value === "number" && !isSafeId(value))) return;
      const sent = validateCustomerUpdate(update, { unknownFields: "send" });
      assert(Result.isSuccess(sent));
      other.update(sent.success);
      assertEquals(plain(other.customers), plain(system.customers));
    }),
  {
    runs: 3000,
    // Most of the updates that law 5 was tried on are accepted by the server.
    afterwards: () => {
      assert(acceptedUpdates > triedUpdates / 2, `${acceptedUpdates} of ${triedUpdates}`);
    },
  },
);

/** A key that is `undefined` is one that is not there, and `-0` is 0, in JSON. */
const plain = (value: unknown): unknown => JSON.parse(JSON.stringify(value));
