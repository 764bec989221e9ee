/**
 * Freezes a value and all that is in it, in place, and returns it. What is frozen already is not looked into, so that what
 * one reading shares with the one before costs nothing.
 */
export const deepFreeze = <T>(value: T): T => {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value)
    Object.values(value).forEach(deepFreeze)
  }
  return value
}
