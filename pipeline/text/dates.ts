/** A day as Europeans print it (`29/02/2024`, `29-02-2024`, `29.2.2024`) in ISO form; undefined for a day that is none. */
export const isoDate = (text: string): string | undefined => {
  const [, day = '', month = '', year = ''] =
    /^\s*(\d{1,2})[./-](\d{1,2})[./-](\d{4})\s*$/.exec(text) ?? []
  if (year === '') return undefined
  const iso = `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
  const time = Date.parse(`${iso}T00:00:00Z`)
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(iso) ? iso : undefined
}
