import { registerHooks } from 'node:module'
import { pathToFileURL } from 'node:url'

const isBundled = import.meta.url.endsWith('.mjs')

/** What an extension imports by name, as files: of the bundle (build.ts names them so) or of the source. */
const shared = new Map(
  Object.entries(
    isBundled
      ? { rxjs: './rxjs.mjs', 'rxjs/operators': './rxjs-operators.mjs', vigilo: './vigilo.mjs' }
      : { rxjs: 'rxjs', 'rxjs/operators': 'rxjs/operators', vigilo: '../index.ts' },
  ).map(([name, file]) => [name, import.meta.resolve(file)]),
)

/** Whether it is one of the agent's own that extensions import. */
export const isShared = (url: string): boolean => [...shared.values()].includes(url)

/** After the URL of a `.js` file: it is read as if it were TypeScript. */
export const asTypeScript = '?typescript'

/**
 * Lets the files of a folder import `rxjs`, `rxjs/operators` and `vigilo` wherever the folder lies: the very modules that
 * the agent runs, so that there is one RxJS. No package.json has to say that they are modules themselves. Holds for the
 * whole process (Node's `module.registerHooks`).
 */
export const shareModules = (folder: string): void => {
  const inside = `${pathToFileURL(folder).href}/`
  registerHooks({
    resolve: (specifier, context, nextResolve) => {
      const url = shared.get(specifier)
      if (url !== undefined) return { url, shortCircuit: true }
      const resolved = nextResolve(specifier, context)
      if (!resolved.url.startsWith(inside) || resolved.url.includes('/node_modules/')) return resolved
      if (/\.ts$|\?typescript$/.test(resolved.url)) return { ...resolved, format: 'module-typescript' }
      return resolved.url.endsWith('.js') ? { ...resolved, format: 'module' } : resolved
    },
  })
}
