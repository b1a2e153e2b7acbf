// Generates customers with all fields filled in.

const cities = ["Kraków", "Łódź", "Gdańsk", "Żyrardów", "Poznań"];

/** The customer with number `i`, the same in every call. */
export const customerAt = (i: number) => ({
  surname: `Kowalski-${i}`,
  name: `Łucja ${i}`,
  email: i % 3 === 0 ? [`l${i}@example.com`, `lucja${i}@example.com`] : `l${i}@example.com`,
  phone_number: String(600_000_000 + i),
  company_id: String(i % 500),
  type: "Klient",
  group: "VIP",
  identifier: `ID-${i}`,
  gender: i % 2 === 0 ? "K" : "M",
  homepage: `https://lucja${i}.example.com`,
  birthdate: "1980-01-01",
  nip: "6783144527",
  note: `Notatka, z "cudzysłowem" ${i}`,
  pesel: "44051401359",
  job: "ACME sp. z o.o.",
  job_title: "Kierownik",
  account_manager: "anna",
  custom_fields: { Kampania: "wiosna", Kraj: "Polska" },
  fill_read_only_custom_fields: true,
  vip: i % 10 === 0,
  address: {
    street: "Długa",
    building: String(i % 99),
    flat: "2",
    postcode: "30-001",
    city: cities[i % cities.length],
    country: "Polska",
  },
});

/** Writes the first `count` customers as NDJSON into a folder, and gives the file's path. */
export const writeRows = async (folder: string, count: number): Promise<string> => {
  const file = `${folder}/${count}.ndjson`;
  const opened = await Deno.open(file, { write: true, create: true, truncate: true });
  const writer = opened.writable.getWriter();
  const encoder = new TextEncoder();
  for (let i = 0; i < count;) {
    let text = "";
    for (const end = Math.min(count, i + 2000); i < end; i++) {
      text += `${JSON.stringify(customerAt(i))}\n`;
    }
    await writer.write(encoder.encode(text));
  }
  await writer.close();
  return file;
};
