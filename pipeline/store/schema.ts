/**
 * Every table's row type, by name. Each file in this folder adds its own table:
 * `declare module './schema.ts' { interface Tables { page: PageRow } }`.
 */
export type Tables = {}
