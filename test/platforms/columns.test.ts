import { describe, expect, it } from 'vitest'
import { columnsOf } from '../../pipeline/platforms/columns.ts'

describe('columns of a person’s own list', () => {
  it.each([
    [['Company Name', 'Phone', 'Phone 2', 'E-mail address', 'Post Code', 'Town']],
    [['Bedrijfsnaam', 'Telefoon', 'GSM', 'E-mailadres', 'Postcode', 'Plaats']],
    [['Raison sociale', 'Téléphone', 'Portable', 'Adresse e-mail', 'Code postal', 'Ville']],
  ])('are known by their names: %s', (header) => {
    const [name = '', phone = '', second = '', email = '', postcode = '', town = ''] = header
    expect(columnsOf(header)).toEqual({
      columns: {
        name: [name],
        phone: [phone, second],
        email: [email],
        postcode: [postcode],
        town: [town],
      },
      unknown: [],
    })
  })

  it('are known in any case, with accents, brackets and numbers', () => {
    expect(columnsOf(['NAAM', 'Tel. (kantoor)', 'téléphone 3']).columns).toEqual({
      name: ['NAAM'],
      phone: ['Tel. (kantoor)', 'téléphone 3'],
    })
  })

  it('are what the person says, and nothing else then', () => {
    const { columns, unknown } = columnsOf(['Firm', 'Tel', 'Direct line', 'Notes'], {
      name: ['Firm'],
      phone: ['Direct line'],
    })
    expect(columns).toEqual({ name: ['Firm'], phone: ['Direct line'] })
    expect(unknown).toEqual(['Notes'])
  })
})
