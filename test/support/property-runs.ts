/** How often a property is tried: as often as in a quick look, or PROPERTY_RUNS times that. */
export const propertyRuns = (quickLook: number): number => quickLook * Number(process.env.PROPERTY_RUNS ?? 1)
