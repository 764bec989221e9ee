import { writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { build, type Plugin } from 'esbuild'
import { licencesOf } from './licences.ts'
import packageJson from './package.json' with { type: 'json' }

/** Each becomes a file of its own; what they share goes into chunks beside them. */
const entryPoints = {
  main: 'src/main.ts',
  cli: 'src/cli/vigilo.ts',
  // What extensions import: src/extensions/share-modules.ts leads them to these files.
  vigilo: 'src/index.ts',
  rxjs: 'rxjs',
  'rxjs-operators': 'rxjs/operators',
}

/** What dockerode loads for SSH, image builds and their sessions: an agent that can only GET has no use for it. */
const neverCalled = ['ssh2', '@grpc/grpc-js', '@grpc/proto-loader', 'protobufjs', 'tar-fs', '@balena/dockerignore']

const leftOut: Plugin = {
  name: 'left-out',
  setup: (bundler) => {
    bundler.onResolve({ filter: /^[@a-z]/ }, ({ path }) =>
      neverCalled.includes(path) ? { path, namespace: 'left-out' } : null,
    )
    bundler.onLoad({ filter: /./, namespace: 'left-out' }, () => ({ contents: 'module.exports = {}' }))
  },
}

const ourPackage = resolve('package.json')

/** Of our own package.json, only what the agent says of itself. */
const versionAlone: Plugin = {
  name: 'version-alone',
  setup: (bundler) => {
    const contents = JSON.stringify({ version: packageJson.version })
    bundler.onLoad({ filter: /package\.json$/ }, ({ path }) =>
      path === ourPackage ? { contents, loader: 'json' } : null,
    )
  },
}

/** Where everything goes: dist, or the folder that is named. */
const [outdir = 'dist'] = process.argv.slice(2)

const { metafile } = await build({
  entryPoints,
  outdir,
  // Without a package.json beside it, Node takes only this name for a module.
  outExtension: { '.js': '.mjs' },
  bundle: true,
  splitting: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  alias: {
    // rxjs gives Node its CommonJS files, of which nothing can be left out.
    rxjs: './node_modules/rxjs/dist/esm/index.js',
    'rxjs/operators': './node_modules/rxjs/dist/esm/operators/index.js',
    'rxjs/testing': './node_modules/rxjs/dist/esm/testing/index.js',
    'readable-stream': 'node:stream',
  },
  plugins: [leftOut, versionAlone],
  // The CommonJS among the libraries asks for Node's own modules by require().
  banner: { js: "import { createRequire } from 'node:module'; const require = createRequire(import.meta.url);" },
  metafile: true,
  logLevel: 'info',
})
// What is really in the bundle.
await writeFile(join(outdir, 'metafile.json'), JSON.stringify(metafile))
await writeFile(join(outdir, 'licences.txt'), await licencesOf(metafile))

// The image's health probe shares no file with the agent: it runs every minute, and is to cost nothing.
await build({
  entryPoints: { health: 'src/cli/health.ts' },
  outdir,
  outExtension: { '.js': '.mjs' },
  bundle: true,
  format: 'esm',
  platform: 'node',
  target: 'node24',
  logLevel: 'info',
})
