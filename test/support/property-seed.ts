import fc from 'fast-check'

// With PROPERTY_SEED every run tries the same: whoever sees it fail has broken something. Without it, each run looks further.
const seed = process.env.PROPERTY_SEED
if (seed !== undefined) fc.configureGlobal({ seed: Number(seed) })
