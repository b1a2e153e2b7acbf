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
export const writeRows = (folder: string, count: number): Promise<string> =>
  write(`${folder}/${count}.ndjson`, count, "", (i) => `${JSON.stringify(customerAt(i))}\n`);

const columns = "Nazwisko;Imię;E-mail;Telefon;Identyfikator;Data urodzenia;NIP;Uwagi;PESEL;" +
  "Stanowisko;VIP;Ulica;Nr domu;Kod pocztowy;Miasto;custom_fields.Kampania";

/** Writes the first `count` customers as CSV with sixteen columns, as Polish Excel does it. */
export const writeTable = (folder: string, count: number): Promise<string> =>
  write(`${folder}/${count}.csv`, count, `${columns}\r\n`, (i) => {
    const { address, custom_fields, note, vip, ...customer } = customerAt(i);
    const cells = [
      ...[customer.surname, customer.name, `l${i}@example.com`, customer.phone_number],
      ...[customer.identifier, customer.birthdate, customer.nip],
      ...[`"${note.replaceAll('"', '""')}"`, customer.pesel, customer.job_title],
      ...[vip ? "tak" : "nie", address.street, address.building, address.postcode],
      ...[address.city, custom_fields.Kampania],
    ];
    return `${cells.join(";")}\r\n`;
  });

const write = async (
  file: string,
  count: number,
  header: string,
  rowAt: (i: number) => string,
): Promise<string> => {
  const opened = await Deno.open(file, { write: true, create: true, truncate: true });
  const writer = opened.writable.getWriter();
  const encoder = new TextEncoder();
  let text = header;
  for (let i = 0; i < count;) {
    for (const end = Math.min(count, i + 2000); i < end; i++) text += rowAt(i);
    await writer.write(encoder.encode(text));
    text = "";
  }
  await writer.close();
  return file;
};
