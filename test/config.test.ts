import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { readConfig } from '../pipeline/config.ts'
import { Trouble } from '../pipeline/model/trouble.ts'
import { root } from '../pipeline/root.ts'
import { tempFolder } from './temp.ts'

const sample = readFileSync(join(root, 'data', 'known', 'pipeline.config.sample.ts'), 'utf8')

describe('the configuration', () => {
  it('is whole when nothing is said', async () => {
    const config = await readConfig(undefined, tempFolder())
    expect(config.fetch.delayMs).toBe(2000)
    expect(config.file).toBeUndefined()
  })

  it('takes every example of the commented sample, once it is no comment any more', async () => {
    const folder = tempFolder()
    const body = sample.slice(sample.indexOf('export default'))
    const live = body
      .replace(/^ {2}\/\/ (?=[A-Z'].*[^,{}\]]$).*$/gm, '')
      .replace(/^ {2}\/\/ ?(?:\/\/ )?/gm, '  ')
      .replace(/^( {4,})\/\/ /gm, '$1')
    writeFileSync(join(folder, 'pipeline.config.ts'), live)
    const config = await readConfig(undefined, folder)
    expect(config.operator?.contact).toBe('crawler@example.com')
    expect(config.deliver.mailboxes[0]?.name).toBe('alex')
    expect(config.listen.inlets).toHaveLength(1)
    expect(Object.keys(config.sources)).toContain('uk/yell')
  })

  it('names the key of a value that does not fit, and a key that nobody knows', async () => {
    const folder = tempFolder()
    writeFileSync(
      join(folder, 'pipeline.config.json'),
      JSON.stringify({ enrich: { maxPages: 0 }, colour: 'red' }),
    )
    const error = await readConfig(undefined, folder).catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(Trouble)
    expect((error as Trouble).message).toMatch(/enrich\.maxPages[\s\S]*colour/)
  })

  it('says of a file that is no configuration where it stands', async () => {
    const folder = tempFolder()
    writeFileSync(join(folder, 'pipeline.config.json'), '{ "fetch": ')
    await expect(readConfig(undefined, folder)).rejects.toThrow(
      /pipeline\.config\.json cannot be read/,
    )
  })
})
