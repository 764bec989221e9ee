export { allowedPaths } from './allowed-paths.ts'
export { createContainersSource, type ContainersSourceOptions } from './containers-source.ts'
export { createEngine, type Engine } from './engine.ts'
