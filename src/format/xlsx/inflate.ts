/**
 * The decompressor, as a file of its own: loaded with the first workbook, because its tables take a tenth of the time in
 * which a Worker starts. Bundlers keep of the package what is named here.
 *
 * @module
 */
export { Inflate } from "fflate";
