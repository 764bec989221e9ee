import type { CommandWords } from './command-words.ts'
import { englishDoctor } from './en-doctor.ts'

/** What the commands say, in English. */
export const englishCommands: CommandWords = {
  usage: `vigilo status [--json]         what is firing, what was told, silences, channels, outbox
vigilo why SUBJECT [--json]    what is known of a container, disk, service or of the host
vigilo alerts [--since 24h]    the problems that are over (--json)
vigilo silence SUBJECT 2h      silences its alerts for 2 h (--type TYPE, --reason TEXT)
vigilo silence SUBJECT daily 02:00-04:00
vigilo silences [--json]       what is silenced
vigilo unsilence ID            removes a silence
vigilo doctor                  checks everything that the agent uses, and says what to do
vigilo test [--channel NAME]   sends a test message, and waits until it is accepted
vigilo outbox [--json]         shows the messages that are pending or were refused
vigilo outbox retry ID         sends one again now
vigilo outbox drop ID          removes one
vigilo marbles FILE…           tests diagrams with the extensions beside them`,
  unknownCommand: (command, meant) =>
    `There is no command "${command}".${meant === '' ? '' : ` Did you mean ${meant}?`} There are:`,
  unknownWords: (words) => `"vigilo ${words}" is not a valid command. There are:`,
  or: 'or',
  test: {
    noChannel: (name, used) => `channel ${name} is not in this configuration, which has: ${used}`,
    accepted: (id) => `accepted${id === '' ? '' : ` as ${id}`}`,
  },
  outbox: {
    none: 'there is no outbox in DATA_DIR: no agent has run with it',
    cannotBeOpened: (reason) => `the outbox cannot be opened: ${reason}`,
    hindrances: {
      absent: (id) => `there is no message ${id}`,
      sent: (id) => `message ${id} was already sent`,
      sending: (id) => `message ${id} is being sent`,
    },
    toldBy: (id, within) => `message ${id} will be sent together with message ${within}`,
    waits: (id) => `message ${id} will be sent`,
    dropped: (id) => `message ${id} was removed`,
    titles: ['ID', 'STATE', 'CHANNEL', 'TO', 'AGE', 'MESSAGE', 'WHY'],
    nothingWaits: 'No pending messages.',
    sent: (count) => `Sent in the last 24 h: ${count}`,
    now: 'now',
    states: {},
    kinds: {},
    within: (state, id) => `${state}, with ${id}`,
    retrying: (failed, wait) => `retrying (${failed} failed${wait === '' ? '' : `, next in ${wait}`})`,
    more: (count) => ` and ${count} more`,
    repeated: ' (repeated)',
  },
  doctor: englishDoctor,
}
