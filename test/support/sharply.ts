import fc from 'fast-check'
import { propertyRuns } from './property-runs.ts'

/** Tries a property whose faults are rare thousands of times. What a failure says has its seed. */
export const sharply = <T>(property: fc.IProperty<T>): void => fc.assert(property, { numRuns: propertyRuns(3_000) })
