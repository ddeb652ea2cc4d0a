#!/usr/bin/env node
// The command `pipeline`: sets up what is missing, then runs the compiled program.
import { setup } from './setup.mjs'

setup()
const { main } = await import('../dist/pipeline/cli.js')
process.exitCode = await main(process.argv.slice(2))
