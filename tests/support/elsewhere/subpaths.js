/** Imports the subpaths that load on every runtime, and prints how many names they export. */
const name = "@thulium-effect/batch-customers";
const subpaths = [
  "",
  "/policy",
  "/promise",
  "/files",
  "/handler",
  "/cloudflare",
  "/sandbox",
  "/sqlite",
];
for (const subpath of subpaths) {
  const { length } = Object.keys(await import(name + subpath));
  if (length === 0) throw new Error(`${subpath} exports nothing`);
}
console.log(subpaths.length);
