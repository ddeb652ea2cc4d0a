import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { readRobots } from '../../pipeline/fetch/robots.ts'
import { shared, withoutShared } from '../shared.ts'

const site = 'https://directory.example'
const allowed = (robots: string, path: string, product = 'Doorstep') =>
  readRobots(site, robots, product).forbids(`${site}${path}`) === undefined

describe('robots.txt', () => {
  it.each<[about: string, robots: string, path: string, allowed: boolean]>([
    ['an empty file', '', '/a', true],
    ['an empty Disallow', 'User-agent: *\nDisallow:', '/a', true],
    ['a prefix', 'User-agent: *\nDisallow: /a', '/ab', false],
    ['a prefix of another case', 'User-agent: *\nDisallow: /A', '/a', true],
    ['the longest match', 'User-agent: *\nDisallow: /\nAllow: /a/b', '/a/b/c', true],
    ['the longest match the other way', 'User-agent: *\nAllow: /a\nDisallow: /a/b', '/a/b', false],
    ['equal length: allow', 'User-agent: *\nDisallow: /a\nAllow: /a', '/a', true],
    [
      'order does not matter',
      'User-agent: *\nAllow: /maps/search/\nDisallow: /maps/',
      '/maps/search/x',
      true,
    ],
    ['a wildcard', 'User-agent: *\nDisallow: /*.pdf', '/x/y.pdf?z', false],
    ['an end anchor', 'User-agent: *\nDisallow: /*.pdf$', '/x/y.pdf?z', true],
    ['an end anchor that fits', 'User-agent: *\nDisallow: /*.pdf$', '/x/y.pdf', false],
    ['a dollar in the middle', 'User-agent: *\nDisallow: /a$b', '/a$b', false],
    ['a leading wildcard', 'User-agent: *\nDisallow: *login=*', '/x?login=1', false],
    ['the query', 'User-agent: *\nDisallow: /search?q=', '/search?q=x', false],
    ['another query', 'User-agent: *\nDisallow: /search?q=', '/search?p=x', true],
    [
      'our own group only',
      'User-agent: *\nDisallow: /\n\nUser-agent: doorstep\nDisallow: /x',
      '/y',
      true,
    ],
    ['our own group in any case', 'User-agent: DOORSTEP\nDisallow: /', '/y', false],
    [
      'a group of several agents',
      'User-agent: other\nUser-agent: Doorstep\nDisallow: /',
      '/y',
      false,
    ],
    [
      'two groups of ours, joined',
      'User-agent: doorstep\nDisallow: /a\nUser-agent: doorstep\nDisallow: /b',
      '/a',
      false,
    ],
    ['a longer token is another bot', 'User-agent: doorstepper\nDisallow: /', '/y', true],
    ['a version after the token', 'User-agent: Doorstep/1.0\nDisallow: /', '/y', false],
    ['others only', 'User-agent: other\nDisallow: /', '/y', true],
    ['a rule before any agent', 'Disallow: /\nUser-agent: *\nAllow: /', '/y', true],
    ['comments', 'User-agent: * # all\nDisallow: /a # secret', '/a', false],
    ['blank lines inside a group', 'User-agent: *\n\n\nDisallow: /a', '/a', false],
    [
      'a sitemap inside a group',
      'User-agent: x\nSitemap: https://a.example/s\nUser-agent: *\nDisallow: /a',
      '/a',
      false,
    ],
    [
      'a sitemap between agents does not end them',
      'User-agent: doorstep\nSitemap: https://a.example/s\nUser-agent: x\nDisallow: /a',
      '/a',
      false,
    ],
    [
      'an unknown line does not end a group',
      'User-agent: doorstep\nNoindex: /q\nUser-agent: x\nDisallow: /a',
      '/a',
      false,
    ],
    ['carriage returns', 'User-agent: *\rDisallow: /a\r', '/a', false],
    ['a byte order mark', '\uFEFFUser-agent: *\nDisallow: /a', '/a', false],
    ['blanks', '  User-agent :  *  \n\tDisallow\t: /a  ', '/a', false],
    [
      'an escape of an unreserved character',
      'User-agent: *\nDisallow: /foo/bar/%62%61%7A',
      '/foo/bar/baz',
      false,
    ],
    [
      'the same in the address',
      'User-agent: *\nDisallow: /foo/bar/baz',
      '/foo/bar/%62%61%7a',
      false,
    ],
    ['an escaped letter beyond ASCII', 'User-agent: *\nDisallow: /caf\u00e9', '/caf%C3%A9', false],
    ['escapes in small letters', 'User-agent: *\nDisallow: /caf%c3%a9', '/caf\u00e9', false],
    ['an escaped star as a star', 'User-agent: *\nDisallow: /a-%2A.html', '/a-*.html', false],
    ['an escaped star as nothing else', 'User-agent: *\nDisallow: /a-%2A.html', '/a-b.html', true],
    ['a star in the address', 'User-agent: *\nDisallow: /a*b', '/a*xb', false],
    ['an escaped dollar as a dollar', 'User-agent: *\nDisallow: /a%24', '/a$b', false],
    [
      'Crawl-delay, which ends no group',
      'User-agent: doorstep\nCrawl-delay: 5\nUser-agent: x\nDisallow: /a',
      '/a',
      false,
    ],
    ['words after the token', 'User-agent: Doorstep the bot\nDisallow: /a', '/a', false],
    ['words after the star', 'User-agent: * everyone\nDisallow: /a', '/a', false],
    ['an escaped slash is no slash', 'User-agent: *\nDisallow: /a/b', '/a%2Fb', true],
    ['robots.txt itself', 'User-agent: *\nDisallow: /', '/robots.txt', true],
    ['a misspelling', 'Useragent: *\nDissallow: /a', '/a', false],
    ['a run of wildcards', `User-agent: *\nDisallow: /a${'*'.repeat(5000)}b`, '/axb', false],
    [
      'very many wildcards, on the safe side',
      `User-agent: *\nDisallow: /${'*a'.repeat(90)}b`,
      '/aaaaaaaaaaaaaaaaaaaa',
      false,
    ],
    [
      'an Allow of very many wildcards, on the safe side',
      `User-agent: *\nDisallow: /\nAllow: /${'*a'.repeat(90)}`,
      `/${'a'.repeat(100)}`,
      false,
    ],
    ['HTML instead', '<!doctype html><title>Home</title>', '/a', true],
    ['binary rubbish', '\u0000\u0001\u0002:\u0003', '/a', true],
  ])('understands %s', (_, robots, path, expected) => {
    expect(allowed(robots, path)).toBe(expected)
  })

  it('names the line that forbids', () => {
    const robots = readRobots(site, 'User-agent: *\nAllow: /\nDisallow: /a', 'Doorstep')
    expect(robots.forbids(`${site}/a`)).toBe('line 3: Disallow: /a')
  })

  it.each([
    ['Crawl-delay: 10', 10],
    ['Crawl-delay: 0.5', 0.5],
    ['crawl-delay: 1e9', 300],
    ['Crawl-delay: soon', undefined],
    ['Crawl-delay: -3', undefined],
  ])('reads %s', (line, seconds) => {
    expect(readRobots(site, `User-agent: *\n${line}\n`, 'Doorstep').crawlDelay).toBe(seconds)
  })

  it('lists sitemaps wherever they stand', () => {
    const text =
      'Sitemap: https://a.example/1.xml\nUser-agent: *\nDisallow: /\nsitemap: https://a.example/2.xml#x'
    expect(readRobots(site, text, 'Doorstep').sitemaps).toEqual([
      'https://a.example/1.xml',
      'https://a.example/2.xml#x',
    ])
  })

  it('never throws, whatever the file and the path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.webPath(), (text, path) => {
        readRobots(site, `User-agent: *\nDisallow: ${text}\n${text}`, 'Doorstep').forbids(
          site + path,
        )
      }),
    )
  })

  it('always agrees with a plain reading of prefix rules', () => {
    const path = fc.stringMatching(/^\/[ab/]{0,6}$/)
    const rule = fc.tuple(fc.boolean(), path)
    fc.assert(
      fc.property(fc.array(rule, { maxLength: 6 }), path, (rules, asked) => {
        const text = rules.map(([ok, to]) => `${ok ? 'Allow' : 'Disallow'}: ${to}`).join('\n')
        const fitting = rules.filter(([, to]) => asked.startsWith(to))
        const longest = Math.max(...fitting.map(([, to]) => to.length))
        const expected =
          fitting.length === 0 || fitting.some(([ok, to]) => ok && to.length === longest)
        expect(allowed(`User-agent: *\n${text}`, asked)).toBe(expected)
      }),
    )
  })

  it.skipIf(shared === undefined)(
    `agrees with what is known of real files (${withoutShared})`,
    () => {
      const folder = join(shared ?? '', 'pages', 'robots')
      const read = (name: string, host: string) => {
        const robots = readRobots(host, readFileSync(join(folder, name), 'utf8'), 'Doorstep')
        return (path: string) => robots.forbids(host + path) === undefined
      }
      expect(readdirSync(folder).length).toBeGreaterThan(5)
      const google = read('www.google.com-2024-05.txt', 'https://www.google.com')
      expect(google('/maps/search/plumbers/@51,0,12z?hl=en')).toBe(true)
      expect(google('/maps/place/x')).toBe(false)
      expect(google('/search?tbm=map&q=x')).toBe(false)
      const yelp = read('www.yelp.com-2024-05.txt', 'https://www.yelp.com')
      expect(yelp('/search?find_desc=x')).toBe(false)
      const marktplaats = read('www.marktplaats.nl-2024-05.txt', 'https://www.marktplaats.nl')
      expect(marktplaats('/sitemap/sitemap.xml')).toBe(true)
      expect(marktplaats('/v/diensten-en-vakmensen/loodgieters/m123-x')).toBe(true)
      expect(marktplaats('/messages/1')).toBe(false)
      const bing = read('www.bing.com-2024-05.txt', 'https://www.bing.com')
      expect(bing('/maps/overlaybfpr?q=x')).toBe(true)
      expect(bing('/search?q=x')).toBe(false)
    },
  )
})
