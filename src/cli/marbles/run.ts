import { map, Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { optionsOf, registry, type TimedWord, type WordOperator } from './registry.ts'
import { completionWord, errorWord, type Diagram, type Line, type Mark } from './specification.ts'

/**
 * Runs a diagram through the real operators in virtual time: the marks that came out. Between two of them it goes in words. Where the expected line names only
 * some subjects (`cpu`, of a host that has memory and disks too), what is about others alone, which no line names, is
 * left out.
 * Throws an Error where no operator of that name is among `operators`.
 */
export const runDiagram = (
  { frame, inputs, operators: named, expected }: Diagram,
  operators: Readonly<Record<string, WordOperator>> = registry,
): readonly Mark[] => {
  const [first, ...further] = named.map(({ name, options }) => {
    const create = operators[name]
    if (!create) throw new Error(`no operator is called "${name}"; known: ${Object.keys(operators).join(', ')}`)
    return { create, options: optionsOf(options) }
  })
  const marks: Mark[] = []
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const [input$] = inputs.map((line) => play(line, frame, scheduler))
    if (!input$ || !first) return
    const output$ = further.reduce(
      (words$, { create, options }) =>
        words$.pipe(
          map((word) => ({ word, at: scheduler.now() })),
          create(options),
        ),
      input$.pipe(first.create(first.options)),
    )
    const record = (word: string): void => void marks.push({ frame: scheduler.now() / frame, word })
    const subscription = output$.subscribe({
      next: record,
      error: () => record(errorWord),
      complete: () => record(completionWord),
    })
    const end = Math.max(expected.duration, ...inputs.map(({ duration }) => duration))
    scheduler.schedule(() => subscription.unsubscribe(), (end + 0.5) * frame)
  })
  if (!expected.marks.some(isValue)) return marks
  const subjects = new Set([expected, ...inputs].flatMap((line) => line.marks).flatMap(subjectsOf))
  return marks.filter((mark) => !isValue(mark) || subjectsOf(mark).some((subject) => subjects.has(subject)))
}

const isValue = ({ word }: Mark): boolean => word !== errorWord && word !== completionWord

const subjectsOf = ({ word }: Mark): readonly string[] =>
  word.split(' + ').map((one) => one.split(' ').slice(0, -1).join(' '))

/** A cold stream: each subscriber hears the line from its beginning. */
const play = ({ marks }: Line, frame: number, scheduler: TestScheduler): Observable<TimedWord> =>
  new Observable((subscriber) => {
    for (const { frame: at, word } of marks)
      subscriber.add(
        scheduler.schedule(() => {
          if (word === errorWord) subscriber.error(new Error('an error of the source'))
          else if (word === completionWord) subscriber.complete()
          else subscriber.next({ word, at: scheduler.now() })
        }, at * frame),
      )
  })
