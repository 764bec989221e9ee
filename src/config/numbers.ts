import { Invalid } from './invalid.ts'
import { optional, withDefault, type Translated } from './variable.ts'

interface Range {
  readonly default: number
  readonly min: number
  readonly max: number
}

const parseNumber = (text: string, { min, max }: Range): number => {
  if (!/^[+-]?\d+(\.\d+)?$/.test(text)) throw new Invalid({ en: 'is not a number', pt: 'não é um número' })
  const value = Number(text)
  if (value < min || value > max) throw new Invalid({ en: 'is out of range', pt: 'está fora da faixa aceita' })
  return value
}

const parseWholeNumber = (text: string, range: Range): number => {
  const value = parseNumber(text, range)
  if (!Number.isInteger(value)) throw new Invalid({ en: 'is not a whole number', pt: 'não é um número inteiro' })
  return value
}

const facts = (range: Range, accepted: Translated) => ({
  accepted,
  example: String(range.default),
  fallback: String(range.default),
})

/** Whole seconds in the environment (the range too), milliseconds as a value. */
export const seconds = (range: Range) =>
  withDefault(
    (text) => parseWholeNumber(text, range) * 1000,
    range.default * 1000,
    facts(range, {
      en: `whole seconds from ${range.min} to ${range.max}`,
      pt: `segundos inteiros, de ${range.min} a ${range.max}`,
    }),
  )

/** Whole hours. */
export const hours = (range: Range) =>
  withDefault(
    (text) => parseWholeNumber(text, range),
    range.default,
    facts(range, {
      en: `whole hours from ${range.min} to ${range.max}`,
      pt: `horas inteiras, de ${range.min} a ${range.max}`,
    }),
  )

/** Whole days in the environment (the range too), milliseconds as a value. */
export const days = (range: Range) =>
  withDefault(
    (text) => parseWholeNumber(text, range) * 86_400_000,
    range.default * 86_400_000,
    facts(range, {
      en: `whole days from ${range.min} to ${range.max}`,
      pt: `dias inteiros, de ${range.min} a ${range.max}`,
    }),
  )

/** A share of CPU where 100 is one core, of up to a thousand of them; decimals allowed. Not set: none. */
export const coresPercent = () => {
  const range = { default: 150, min: 1, max: 100_000 }
  return optional((text) => parseNumber(text, range), {
    accepted: {
      en: 'a number from 1 to 100000, without the % sign; 100 is one core',
      pt: 'um número de 1 a 100000, sem o sinal %; 100 é um núcleo',
    },
    example: String(range.default),
    fallback: { en: 'none', pt: 'nenhum' },
  })
}

const aPercentage = { en: 'a number from 1 to 100, without the % sign', pt: 'um número de 1 a 100, sem o sinal %' }

/** A percentage from 1 to 100, decimals allowed. */
export const percent = (value: number) => {
  const range = { default: value, min: 1, max: 100 }
  return withDefault((text) => parseNumber(text, range), value, facts(range, aPercentage))
}

/** The same below which a trouble of that threshold ends: where it is not set, a fifth less, at most 5 points. */
export const percentBelow = (threshold: string, value: number) =>
  optional((text) => parseNumber(text, { default: value, min: 1, max: 100 }), {
    accepted: aPercentage,
    example: String(value - 5),
    fallback: {
      en: `${threshold} less a fifth, at most 5 points`,
      pt: `${threshold} menos um quinto, no máximo 5 pontos`,
    },
  })

/** The same that is off where it is not set. */
export const optionalPercent = (example: number) =>
  optional((text) => parseNumber(text, { default: example, min: 1, max: 100 }), {
    accepted: aPercentage,
    example: String(example),
    fallback: { en: 'none', pt: 'nenhum' },
  })
