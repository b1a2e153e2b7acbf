/** JSON is read as `JSON.parse` reads it, but no number is changed. */
import { parseExactJson } from "../../src/internal/exact_json.ts";
import { isObject, LongNumber } from "../../src/internal/json.ts";
import * as Arbitrary from "effect/Arbitrary";
import * as Effect from "effect/Effect";
import * as Schema from "effect/Schema";
import { anyJson } from "../support/any_json.ts";
import { assert, assertEquals } from "../support/assert.ts";
import { holds } from "../support/property.ts";

/** Two numbers as text denote the same decimal number. Written again with BigInt, which is exact. */
const isSame = (one: string, other: string): boolean => {
  const [a, b] = [one, other].map((text) => {
    const [, sign, whole, fraction = "", exponent = "0"] =
      /^(-?)(\d+)(?:\.(\d+))?(?:e(.+))?$/i.exec(text) ?? [];
    return {
      digits: BigInt(`${sign}${whole}${fraction}`),
      exponent: Number(exponent) - fraction.length,
    };
  });
  const least = Math.min(a.exponent, b.exponent);
  const scaled = ({ digits, exponent }: typeof a) => digits * 10n ** BigInt(exponent - least);
  return scaled(a) === scaled(b);
};

const read = (number: string): unknown => (parseExactJson(`{"n": ${number}}`) as { n: unknown }).n;

const exact = ["0", "-0", "5", "1.0", "1e3", "1E+3", "-12.50", "0.1", "0e999999", "0.000000e-5"];
const large = ["9007199254740992", "-9007199254740992", "1e21", "9007199254740994.0", "1.5e300"];
const changed = [
  "12345678901234567890",
  "9007199254740993",
  "-9007199254740993",
  "9007199254740991.3",
  "0.10000000000000001",
  "1.0000000000000000000001",
  "1e400",
  "-1e400",
  "1e-400",
  "1e99999999999999999999",
  "123456789012345678e-2",
];

Deno.test("a number that a double holds exactly is that number", () => {
  for (const text of [...exact, "9007199254740991", "-9007199254740991", "1234567890123456e-3"]) {
    assertEquals(read(text), JSON.parse(text));
  }
});

Deno.test("a number beyond the safe integers says whether a double holds it exactly", () => {
  for (const text of large) assertEquals(read(text), new LongNumber(text, Number(text)));
  for (const text of changed) assertEquals(read(text), new LongNumber(text, undefined));
});

Deno.test("digits and exponents in texts are no numbers", () => {
  const value = { a: " 12345678901234567890", "[1e400": [":1e400", ',"\\', ',1e400"'] };
  assertEquals(parseExactJson(JSON.stringify(value)), value);
  assertEquals(parseExactJson('[1e5, "\\u0041\\\\", "\\\\\\""]'), [1e5, "A\\", '\\"']);
});

Deno.test("what is not JSON is undefined", () => {
  for (const text of ["", "{", "[1e5,]", "01", "1e", "[1e400", '{"a": 1e5 "b"}', "nope"]) {
    assertEquals(parseExactJson(text), undefined);
  }
});

Deno.test("of equal keys the last one counts, and a field named __proto__ is a field", () => {
  const text = '{"x": 1e5, "a": 1, "__proto__": {"b": 1}, "a": 2, "1": 3}';
  const value = parseExactJson(text);
  assertEquals(Object.entries(value as object), Object.entries(JSON.parse(text)));
  assert(Object.getPrototypeOf(value) === Object.prototype);
});

Deno.test("what is nested very deep takes little time and memory", () => {
  const depth = 200_000;
  const text = `{"a":${"[".repeat(depth)}1${"]".repeat(depth)},"b":{"c":${'{"d":'.repeat(depth)}1${
    "}".repeat(depth)
  }},"n": 1e400}`;
  const value = parseExactJson(text) as { n: unknown; a: unknown };
  assertEquals(value.n, new LongNumber("1e400", undefined));
  let levels = 0;
  for (let part = value.a; Array.isArray(part); part = part[0]) levels++;
  assert(levels > 100 && levels < 200, String(levels));
});

Deno.test("the work is linear in the text", () => {
  const texts = [
    `{"n": 1${"0".repeat(2_000_000)}1}`,
    `{"n": 0.${"0".repeat(2_000_000)}1}`,
    `{"n": 1e5, "a": "${"\\\\".repeat(1_000_000)}"}`,
    `{"n": 1e5, "a": "${'\\"'.repeat(1_000_000)}"}`,
    `{"n": 1, "a": "${" 1.1.1.1.1.1.1.1".repeat(200_000)}"}`,
  ];
  const began = performance.now();
  for (const text of texts) assert(isObject(parseExactJson(text)));
  assert(performance.now() - began < 5000);
});

const digits = Arbitrary.schema(
  Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 9_999_999 })),
);
const length = Arbitrary.schema(Schema.Int.check(Schema.isBetween({ minimum: 0, maximum: 12 })));

holds(
  "a number is changed by nobody: it is held exactly, or says that it is not",
  Arbitrary.all({
    sign: Arbitrary.schema(Schema.Literals(["", "-"])),
    parts: Arbitrary.all({ a: digits, b: digits, c: digits, zeros: length }),
    point: length,
    exponent: Arbitrary.schema(
      Schema.Literals(["", "e0", "e1", "E+5", "e-7", "e21", "e-30", "e290", "e-330"]),
    ),
  }),
  ({ exponent, parts: { a, b, c, zeros }, point, sign }) =>
    Effect.sync(() => {
      const whole = `${a}${"0".repeat(zeros)}${b}${c}`;
      const at = Math.max(1, whole.length - point);
      const fraction = whole.slice(at);
      const text = `${sign}${
        Number(whole.slice(0, at)) === 0 ? "0" : whole.slice(0, at).replace(/^0+/, "")
      }${fraction === "" ? "" : `.${fraction}`}${exponent}`;
      const number = read(text);
      const written = JSON.stringify(JSON.parse(text));
      const isExact = written !== "null" && isSame(text, written);
      if (number instanceof LongNumber) {
        assertEquals(number.text, text);
        assertEquals(number.exact, isExact ? JSON.parse(text) : undefined);
        assert(!isExact || Math.abs(JSON.parse(text)) > Number.MAX_SAFE_INTEGER);
      } else {
        assert(isExact, text);
        assertEquals(number, JSON.parse(text));
      }
    }),
  { runs: 5000 },
);

const unboxed = (value: unknown): unknown => {
  if (value instanceof LongNumber) return value.exact;
  if (Array.isArray(value)) return value.map(unboxed);
  return isObject(value)
    ? Object.fromEntries(Object.entries(value).map(([name, part]) => [name, unboxed(part)]))
    : value;
};

holds(
  "any JSON is read as what was written, however it is written",
  Arbitrary.all({
    value: anyJson,
    space: Arbitrary.schema(Schema.Literals(["", " ", "\t", "\r\n"])),
    isEscaped: Arbitrary.schema(Schema.Boolean),
  }),
  ({ isEscaped, space, value }) =>
    Effect.sync(() => {
      const plain = JSON.stringify(["1e5", value], undefined, space).replace('"1e5"', " 1e5");
      const text = isEscaped
        ? plain.replace(
          /[\u0080-\uffff]/g,
          (sign) => `\\u${sign.charCodeAt(0).toString(16).padStart(4, "0")}`,
        )
        : plain;
      // Not held to `JSON.parse`: after an object with the key `\\`, Deno 2.9.6 reads `{"\u0000":0}` with that key too.
      assertEquals(JSON.stringify(unboxed(parseExactJson(text))), JSON.stringify([1e5, value]));
    }),
  { runs: 2000 },
);
