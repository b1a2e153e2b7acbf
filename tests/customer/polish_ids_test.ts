import {
  isIsoDate,
  isNip,
  isPolishPostcode,
  readGender,
  readPesel,
} from "../../src/customer/polish_ids.ts";
import { assertEquals } from "../support/assert.ts";

Deno.test("isNip() takes the usual ways of writing", () => {
  for (
    const nip of ["6783144527", "678-314-45-27", "PL6783144527", "PL 678 314 45 27", "5260250274"]
  ) {
    assertEquals(isNip(nip), true, nip);
  }
});

Deno.test("isNip() refuses wrong checksums, lengths and offices", () => {
  for (
    const nip of [
      "6783144528",
      "678314452",
      "67831445270",
      "0000000000",
      "1000000001",
      "678314452X",
      "",
    ]
  ) {
    assertEquals(isNip(nip), false, nip);
  }
});

Deno.test("isNip() refuses a remainder of ten whatever the last digit", () => {
  const sums = Array.from({ length: 10 }, (_, last) => `12345678${last}`);
  const body = sums.find((digits) =>
    [6, 5, 7, 2, 3, 4, 5, 6, 7].reduce((sum, weight, i) => sum + weight * Number(digits[i]), 0) %
        11 === 10
  );
  for (let check = 0; check < 10; check++) assertEquals(isNip(`${body}${check}`), false);
});

Deno.test("readPesel() tells date and gender in every century", () => {
  assertEquals(readPesel("44051401359"), { birthdate: "1944-05-14", gender: "male" });
  assertEquals(readPesel("02070803628"), { birthdate: "1902-07-08", gender: "female" });
  assertEquals(readPesel("02270803624"), { birthdate: "2002-07-08", gender: "female" });
});

Deno.test("readPesel() refuses wrong checksums, lengths and dates", () => {
  for (
    const pesel of [
      "44051401358",
      "4405140135",
      "440514013590",
      "44023001350",
      "00000000000",
      "4405140135x",
      "",
    ]
  ) {
    assertEquals(readPesel(pesel), undefined, pesel);
  }
});

Deno.test("isIsoDate() takes real days only", () => {
  assertEquals(["2024-02-29", "1900-12-31"].map(isIsoDate), [true, true]);
  assertEquals(
    ["2023-02-29", "2024-13-01", "24-01-01", "2024-1-1", "2024-01-01T00:00", ""].map(isIsoDate),
    Array(6).fill(false),
  );
});

Deno.test("isPolishPostcode() takes NN-NNN only", () => {
  assertEquals(["30-001", "30001", "3-0001", " 30-001"].map(isPolishPostcode), [
    true,
    false,
    false,
    false,
  ]);
});

Deno.test("readGender() takes Polish and English words and nothing else", () => {
  assertEquals(["K", "kobieta", "Female", "m", "Mężczyzna", "mezczyzna"].map(readGender), [
    "female",
    "female",
    "female",
    "male",
    "male",
    "male",
  ]);
  assertEquals(["", "x", "constructor", "toString"].map(readGender), Array(4).fill(undefined));
});
