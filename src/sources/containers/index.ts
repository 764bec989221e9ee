export { allowedPaths } from './allowed-paths.ts'
export { createContainersSource, type ContainersSourceOptions } from './containers-source.ts'
export { createDiskUsage } from './disk-usage-source.ts'
export { createEngine, type Engine } from './engine.ts'
