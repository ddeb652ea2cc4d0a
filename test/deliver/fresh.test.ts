import { expect, it } from 'vitest'
import { waitingMessages } from '../../pipeline/store/outbox-plan.ts'
import { tempStore } from '../temp.ts'
import { addApproved } from './outbox.ts'

const NOW = '2026-11-24T10:00:00.000Z'

it('holds an approved message from the moment a finding in it no longer holds', () => {
  const store = tempStore()
  const { prospect } = addApproved(store, 'info@alder.example')
  const finding = store.raw
    .prepare(
      `insert into finding (prospect, probe, severity, sayable, data, at, first_at)
       values (?, 'no-https', 'high', 1, '{}', ?, ?)`,
    )
    .run(prospect, NOW, NOW).lastInsertRowid
  store.raw
    .prepare('update draft set statements = ? where prospect = ?')
    .run(JSON.stringify([{ sentence: 'x', evidence: [`finding:${finding}`] }]), prospect)
  const why = () => waitingMessages(store, { at: NOW }).map((waiting) => waiting.why)
  expect(why()).toEqual(['ready'])
  store.raw.prepare('update finding set gone_at = ? where id = ?').run(NOW, finding)
  expect(why()).toEqual(['a finding in it grew too old'])
})
