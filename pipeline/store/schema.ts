/**
 * Every table's row type, by name. Each file in this folder adds its own table:
 * `declare module './schema.ts' { interface Tables { page: PageRow } }`.
 */
// biome-ignore lint/suspicious/noEmptyInterface: filled by the table files
export interface Tables {}
