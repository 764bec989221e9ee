import { Observable } from 'rxjs'
import { TestScheduler } from 'rxjs/testing'
import { optionsOf, registry, type TimedWord, type WordOperator } from './registry.ts'
import { completionWord, errorWord, type Diagram, type Line, type Mark } from './specification.ts'

/**
 * Runs a diagram through the real operator in virtual time: the marks that came out. Where the expected line names only
 * some subjects (`cpu`, of a host that has memory and disks too), those of the others are left out.
 * Throws an Error where no operator of that name is among `operators`.
 */
export const runDiagram = (
  { frame, inputs, operator, expected }: Diagram,
  operators: Readonly<Record<string, WordOperator>> = registry,
): readonly Mark[] => {
  const create = operators[operator.name]
  if (!create) throw new Error(`no operator is called "${operator.name}"; known: ${Object.keys(operators).join(', ')}`)
  const marks: Mark[] = []
  const scheduler = new TestScheduler(() => undefined)
  scheduler.run(() => {
    const [input$] = inputs.map((line) => play(line, frame, scheduler))
    if (!input$) return
    const record = (word: string): void => void marks.push({ frame: scheduler.now() / frame, word })
    const subscription = input$.pipe(create(optionsOf(operator.options))).subscribe({
      next: record,
      error: () => record(errorWord),
      complete: () => record(completionWord),
    })
    const end = Math.max(expected.duration, ...inputs.map(({ duration }) => duration))
    scheduler.schedule(() => subscription.unsubscribe(), (end + 0.5) * frame)
  })
  const named = new Set(expected.marks.filter(isValue).map(({ word }) => subjectOf(word)))
  return marks.filter((mark) => named.size === 0 || !isValue(mark) || named.has(subjectOf(mark.word)))
}

const isValue = ({ word }: Mark): boolean => word !== errorWord && word !== completionWord

const subjectOf = (word: string): string => word.split(' ').slice(0, -1).join(' ')

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
