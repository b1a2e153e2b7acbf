/** A customer with every field, and random damage to its bytes. */
import type { Customer } from "../../mod.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Schema from "effect/Schema";

const encoder = new TextEncoder();

export const everything: Customer = {
  surname: "Żółć 😀",
  name: 'a "quoted" \\ name\n',
  email: ["a@example.com", "b@example.com"],
  phone_number: ["600 100 200", "+48 1"],
  company_id: 0,
  type: "",
  identifier: -12,
  note: "\u2028 \u007f \uFFFF",
  custom_fields: { Dział: "", a: -5, b: true, c: false, d: null, ["__proto__"]: "x" },
  fill_read_only_custom_fields: false,
  vip: true,
  address: { street: "Długa", building: "1", flat: "2", postcode: "3", city: "4", country: "5" },
  invoice_address: { city: "Łódź" },
  mail_drop_address: { street: "€" },
};

const where = Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 1e6 }));
const signs = [...encoder.encode('"\\{}[],:0-.e \n\tntu'), 0, 0x80, 0xbf, 0xc0, 0xc3, 0xed, 0xf4];

/** A random change of some bytes. */
export const change = Arbitrary.all({
  kind: Arbitrary.schema(Schema.Literals(["none", "replace", "insert", "remove", "repeat"])),
  at: Arbitrary.schema(where),
  length: Arbitrary.schema(where),
});

/** The bytes after a change; the same array if nothing changes. */
export const changed = (
  bytes: Uint8Array,
  { at, kind, length }: { readonly kind: string; readonly at: number; readonly length: number },
): Uint8Array => {
  const start = at % bytes.length;
  const end = Math.min(bytes.length, start + 1 + length % 12);
  const sign = signs[length % signs.length];
  const [before, part, after] = [bytes.slice(0, start), bytes.slice(start, end), bytes.slice(end)];
  switch (kind) {
    case "replace":
      return Uint8Array.of(...before, sign, ...bytes.slice(start + 1));
    case "insert":
      return Uint8Array.of(...before, sign, ...part, ...after);
    case "remove":
      return Uint8Array.of(...before, ...after);
    case "repeat":
      return Uint8Array.of(...before, ...part, ...part, ...after);
    default:
      return bytes;
  }
};
