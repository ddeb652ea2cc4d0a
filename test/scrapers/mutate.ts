import fc from 'fast-check'

/** Pages damaged as the web damages them: cut off, tags dropped, attributes swapped, bytes replaced. */
export const mutate = (body: string): fc.Arbitrary<string> =>
  fc.oneof(
    fc.nat(body.length).map((length) => body.slice(0, length)),
    fc.nat(body.length).map((start) => body.slice(start)),
    fc.integer({ min: 2, max: 9 }).map((nth) => dropEvery(body, /<[^>]*>/g, nth)),
    fc.integer({ min: 2, max: 9 }).map((nth) => dropEvery(body, /"[^"]*"/g, nth)),
    fc
      .tuple(fc.nat(body.length), fc.nat(body.length))
      .map(([a, b]) => body.slice(Math.min(a, b)) + body.slice(0, Math.max(a, b))),
    fc
      .array(
        fc.tuple(
          fc.nat(Math.max(0, body.length - 1)),
          fc.constantFrom('<', '"', '{', '\0', '\ufffd', '0', ','),
        ),
        {
          minLength: 1,
          maxLength: 40,
        },
      )
      .map((edits) =>
        edits.reduce((text, [at, char]) => text.slice(0, at) + char + text.slice(at + 1), body),
      ),
    fc
      .constantFrom('class', 'id', 'href', 'data-', 'itemprop', 'true', 'null', '1')
      .map((word) => swap(body, word)),
    fc.string({ maxLength: 300 }),
  )

const dropEvery = (body: string, what: RegExp, nth: number): string => {
  let count = 0
  return body.replace(what, (found) => {
    count += 1
    return count % nth === 0 ? '' : found
  })
}

const swap = (body: string, word: string): string => body.replaceAll(word, `${word}x`)
