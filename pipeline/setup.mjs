// Set-up in plain JavaScript, since it runs before anything is installed: checks Node, installs the
// packages when the lock file is newer than what is there, and compiles when a source is newer.
import { spawnSync } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const NODE_FLOOR = [20, 19]
const PACKAGES = join(root, 'node_modules')
const INSTALLED = join(PACKAGES, '.doorstep-installed')
const COMPILED = join(root, 'dist', '.compiled')

const say = (text) => process.stderr.write(`${text}\n`)

const stop = (text) => {
  say(`doorstep: ${text}`)
  process.exit(1)
}

const checkNode = () => {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < NODE_FLOOR[0] || (major === NODE_FLOOR[0] && minor < NODE_FLOOR[1]))
    stop(
      `needs Node ${NODE_FLOOR.join('.')} or newer; this is ${process.versions.node} (${process.execPath}). Install a current one from nodejs.org or your system's packages.`,
    )
}

/** Runs a program; its words go to stderr, so that stdout stays the command's own. */
const run = (program, args) =>
  spawnSync(program, args, {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  }).status === 0

const has = (program) => spawnSync(program, ['--version'], { stdio: 'ignore' }).status === 0

/** What compiling better-sqlite3 needs where no prebuilt file fits; named before a wall of compiler output. */
const missingTools = () =>
  [
    ['python3', 'Python 3'],
    ['make', 'make'],
    [process.env.CXX ?? 'c++', 'a C++ compiler'],
  ]
    .filter(([program]) => !has(program))
    .map(([, name]) => name)

const lock = () => readFileSync(join(root, 'package-lock.json'), 'utf8')

const loadsDatabase = () =>
  spawnSync(process.execPath, ['-e', "new (require('better-sqlite3'))(':memory:')"], {
    cwd: root,
    stdio: 'ignore',
  }).status === 0

/** Packages that lie elsewhere (a linked node_modules) are their owner's to install. */
const linked = () => existsSync(PACKAGES) && lstatSync(PACKAGES).isSymbolicLink()

const install = () => {
  if (linked()) return
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === lock()) return
  say('doorstep: installing packages (once) …')
  if (!run('npm', ['install', '--no-save', '--no-audit', '--no-fund']))
    stop(
      'npm install failed; the lines above say why. Without network, copy node_modules from a machine that has it.',
    )
  if (!loadsDatabase() && !run('npm', ['rebuild', 'better-sqlite3'])) explainCompiler()
  if (!loadsDatabase()) explainCompiler()
  writeFileSync(INSTALLED, lock())
}

const explainCompiler = () => {
  const missing = missingTools()
  stop(
    missing.length > 0
      ? `better-sqlite3 has to be compiled here, and that needs ${missing.join(', ')}. On Debian or Ubuntu: apt-get install python3 make g++`
      : 'better-sqlite3 did not compile; the lines above say why.',
  )
}

/** The newest change among the sources, in milliseconds; 0 where none are shipped. */
const newest = (dir) => {
  if (!existsSync(dir)) return 0
  let latest = statSync(dir).mtimeMs
  for (const entry of readdirSync(dir, { withFileTypes: true })) {
    const path = join(dir, entry.name)
    if (entry.isDirectory()) latest = Math.max(latest, newest(path))
    else if (/\.(ts|json)$/.test(entry.name)) latest = Math.max(latest, statSync(path).mtimeMs)
  }
  return latest
}

const compile = () => {
  const changed = Math.max(newest(join(root, 'pipeline')), newest(join(root, 'scrapers')))
  if (existsSync(COMPILED) && statSync(COMPILED).mtimeMs >= changed) return
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc')
  if (!existsSync(tsc)) {
    if (existsSync(COMPILED)) return
    stop('the TypeScript compiler is not installed; run npm install without --omit=dev.')
  }
  say('doorstep: compiling …')
  if (!run(process.execPath, [tsc, '-p', join(root, 'pipeline', 'tsconfig.json')]))
    stop('compiling failed; the lines above name the file.')
  writeFileSync(COMPILED, new Date().toISOString())
}

/** Installs and compiles what is missing or old; quick when nothing is. */
export const setup = () => {
  checkNode()
  install()
  compile()
}

if (process.argv[1] !== undefined && import.meta.url === pathToFileURL(process.argv[1]).href)
  setup()
