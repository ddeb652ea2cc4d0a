import Handlebars from 'handlebars'
import { Trouble } from '../model/trouble.ts'
import { plain, underCondition } from './evidence.ts'

/** Values under names; what a template is given. Lists hold sentences. */
export type Values = Readonly<Record<string, string | readonly string[]>>

type Render = (values: Values) => string

/** A compiled template: strict, and nothing in it but known names, `if`, `unless`, `each` and parts. */
export interface Template {
  /** File it came from, relative to the templates folder. */
  readonly file: string
  /** First lines `Subject: …`, `Topic: …` and `Question: …`, by their lower-case name. */
  readonly heads: Readonly<Record<string, Render>>
  readonly body: Render
}

export interface Scope {
  readonly file: string
  /** Names that may be printed or asked for; undefined where the names are a finding's own. */
  readonly names: ReadonlySet<string> | undefined
  /** Parts that may be included, by name. */
  readonly parts: Readonly<Record<string, Handlebars.TemplateDelegate>>
  /** Whether values are escaped for HTML; text is never escaped. */
  readonly html?: boolean
}

const HELPERS: ReadonlySet<string> = new Set(['if', 'unless', 'each'])

const holds = (value: unknown): boolean =>
  Array.isArray(value) ? value.length > 0 : typeof value === 'string' && plain(value) !== ''

const env = (() => {
  const own = Handlebars.create()
  for (const name of Object.keys(own.helpers)) own.unregisterHelper(name)
  own.registerHelper('if', function (this: unknown, value: unknown, { fn, inverse }) {
    if (!holds(value)) return inverse(this)
    return typeof value === 'string' ? underCondition(value, fn(this)) : fn(this)
  })
  own.registerHelper('unless', function (this: unknown, value: unknown, { fn, inverse }) {
    return holds(value) ? inverse(this) : fn(this)
  })
  own.registerHelper('each', (values: unknown, { fn }) => {
    if (!Array.isArray(values)) throw new Error('each needs a list')
    return values.map((value: unknown) => fn(value)).join('')
  })
  return own
})()

const options = (scope: Scope): CompileOptions => ({
  strict: true,
  knownHelpersOnly: true,
  knownHelpers: { if: true, unless: true, each: true },
  noEscape: scope.html !== true,
})

const HEAD = /^(Subject|Topic|Question): (.+)\n/

/** Compiles a template's text. Trouble `bad-template` names file and line of a fact, helper or part that does not exist. */
export const compileTemplate = (text: string, scope: Scope): Template => {
  const heads: Record<string, Render> = {}
  let rest = text.replace(/\r\n/g, '\n')
  let line = 0
  for (let head = HEAD.exec(rest); head !== null; head = HEAD.exec(rest)) {
    heads[(head[1] ?? '').toLowerCase()] = compile(head[2] ?? '', scope, line++)
    rest = rest.slice(head[0].length)
  }
  return { file: scope.file, heads, body: compile(rest, scope, line) }
}

/** Compiles a part that templates include by `{{> name}}`. */
export const compilePart = (text: string, scope: Scope): Handlebars.TemplateDelegate => {
  check(text, scope, 0)
  return env.compile(text.trimEnd(), options(scope))
}

const compile = (text: string, scope: Scope, skipped: number): Render => {
  check(text, scope, skipped)
  const render = env.compile<Values>(text, options(scope))
  const given = { partials: scope.parts }
  return (values) => {
    try {
      return render(values, given)
    } catch (cause) {
      const name = /^"(.+?)" not defined/.exec(cause instanceof Error ? cause.message : '')?.[1]
      if (name === undefined) throw cause
      const what = `no ${name}, which templates/${scope.file} needs`
      throw new Trouble('missing-fact', 'skip', what, cause)
    }
  }
}

/** Walks the parsed template and refuses everything that is not on the short list of what a template may do. */
const check = (text: string, scope: Scope, skipped: number): void => {
  const bad = (what: string, line?: number, cause?: unknown) => {
    const place = line === undefined ? '' : ` line ${line + skipped}`
    return new Trouble('bad-template', 'stop', `templates/${scope.file}${place}: ${what}`, cause)
  }
  const refuse = (node: hbs.AST.Node, what: string): void => {
    throw bad(what, node.loc?.start.line)
  }
  const name = (node: hbs.AST.Expression, inEach: boolean): void => {
    const { original, depth, data, type } = node as hbs.AST.PathExpression
    if (type !== 'PathExpression' || data || depth > 0)
      refuse(node, `'${original}' is not the name of a fact`)
    if (original === 'this') {
      if (!inEach) refuse(node, "'this' has a meaning only inside {{#each}}")
    } else if (!/^[a-zA-Z]\w*$/.test(original) || scope.names?.has(original) === false) {
      const known = scope.names === undefined ? '' : `; known are ${[...scope.names].join(', ')}`
      refuse(node, `'${original}' is not a fact${known}`)
    }
  }
  const printed = (node: hbs.AST.MustacheStatement, inEach: boolean): void => {
    if (node.params.length > 0 || (node.hash?.pairs ?? []).length > 0)
      refuse(node, `'${(node.path as hbs.AST.PathExpression).original}' is no helper`)
    if (scope.html === true && !node.escaped) refuse(node, 'HTML is always escaped')
    name(node.path as hbs.AST.Expression, inEach)
  }
  const block = (node: hbs.AST.BlockStatement, inEach: boolean): void => {
    const helper = node.path.original
    const [value] = node.params
    if (typeof helper !== 'string' || !HELPERS.has(helper) || node.params.length !== 1)
      refuse(node, `'#${helper}' is not {{#if}}, {{#unless}} or {{#each}} with one fact`)
    if (value !== undefined) name(value, inEach)
    walk(node.program, inEach || helper === 'each')
    walk(node.inverse, inEach)
  }
  const visit = (node: hbs.AST.Statement, inEach: boolean): void => {
    if (node.type === 'MustacheStatement') printed(node as hbs.AST.MustacheStatement, inEach)
    else if (node.type === 'BlockStatement') block(node as hbs.AST.BlockStatement, inEach)
    else if (node.type === 'PartialStatement') {
      const { original } = (node as hbs.AST.PartialStatement).name as hbs.AST.PathExpression
      if (!Object.hasOwn(scope.parts, original)) refuse(node, `there is no part '${original}'`)
    } else if (node.type !== 'ContentStatement' && node.type !== 'CommentStatement')
      refuse(node, `${node.type} has no place in a template`)
  }
  const walk = (node: hbs.AST.Program | undefined, inEach: boolean): void => {
    for (const statement of node?.body ?? []) visit(statement, inEach)
  }
  let program: hbs.AST.Program
  try {
    program = Handlebars.parse(text)
  } catch (cause) {
    throw bad(cause instanceof Error ? cause.message.replace(/\n/g, ' | ') : String(cause))
  }
  walk(program, false)
}
