import { join } from 'node:path'
import { expect, it } from 'vitest'
import { root } from '../../pipeline/root.ts'
import { tempStore } from '../temp.ts'

it('is what all migrations together make (npm run golden writes it)', async () => {
  const rows = tempStore()
    .raw.prepare<[], { sql: string }>(
      "select sql from sqlite_master where sql is not null and name not like 'sqlite_%' order by tbl_name, type desc, name",
    )
    .all()
  const schema = rows.map(({ sql }) => `${sql};\n`).join('\n')
  await expect(schema).toMatchFileSnapshot(join(root, 'test', 'store', 'schema.sql'))
})
