export { createHostSource, type HostSourceOptions } from './host-source.ts'
export { readInventory } from './inventory.ts'
