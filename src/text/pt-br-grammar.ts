import type { Words } from './words.ts'

/** `09/03 03:12` as it is said after a preposition: `03:12 de 09/03`. */
const clockFirst = (moment: string): string => moment.replace(/(\d\d\/\d\d(?:\/\d{4})?) (\d\d:\d\d)/g, '$2 de $1')

/** `às 03:12`, `à 01:12`, `às 03:12 de 10/03` */
export const atTime = (moment: string): string => {
  const time = clockFirst(moment)
  return `${time.startsWith('01') ? 'à' : 'às'} ${time}`
}

/** `das 03:12`, `da 01:12`, `das 03:12 de 10/03` */
export const ofTime = (moment: string): string => {
  const time = clockFirst(moment)
  return `${time.startsWith('01') ? 'da' : 'das'} ${time}`
}

/** `de 01:35 a 20:42`, `de 01:35 a 20:42 de 10/03`, `de 09/03 01:35 a 20:42` */
export const fromTo = (begin: string, end: string): string => {
  const day = begin.slice(0, -'01:35'.length)
  return day !== '' && end.startsWith(day)
    ? `de ${begin.slice(day.length)} a ${clockFirst(end)}`
    : `de ${begin} a ${end}`
}

/** `de *db*`, `do container *db*` */
export const of = ([first = '', ...rest]: Words): Words =>
  typeof first === 'string' && first.startsWith('o ') ? [`d${first}`, ...rest] : ['de ', first, ...rest]

/** As a list has it: `memória de *db*`. */
export const withoutArticle = ([first = '', ...rest]: Words): Words => [
  typeof first === 'string' ? first.replace(/^[oa] /, '') : first,
  ...rest,
]
