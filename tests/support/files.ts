/** Temporary files of tests. */

/** Makes a temporary folder, uses it, and removes it. */
export const inTempFolder = async <A>(use: (folder: string) => Promise<A>): Promise<A> => {
  const folder = await Deno.makeTempDir();
  try {
    return await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
};
