import { group } from '../group.ts'
import { hours, seconds } from '../numbers.ts'
import { path } from '../paths.ts'
import { text, timeZone } from '../texts.ts'
import { word } from '../words.ts'

export const agent = group({
  title: { en: 'Agent', pt: 'Agente' },
  variables: {
    AGENT_NAME: {
      ...text({ example: 'vps-01', fallback: { en: "the host's name", pt: 'o nome do host' } }),
      en: 'How this host is called in messages and heartbeats.',
      pt: 'Como este host é chamado nas mensagens e nos heartbeats.',
    },
    MESSAGE_LANGUAGE: {
      ...word({ 'pt-BR': 'pt-BR', en: 'en' } as const, 'pt-BR'),
      en: 'Language of the messages.',
      pt: 'Idioma das mensagens.',
    },
    TZ: {
      ...timeZone({ en: "the host's own", pt: 'o do host' }),
      en: 'Time zone of messages, reports and logs.',
      pt: 'Fuso horário das mensagens, dos relatórios e dos logs.',
    },
    CHECK_INTERVAL: {
      ...seconds({ default: 10, min: 1, max: 3600 }),
      en: 'Time between two looks at the host and its containers.',
      pt: 'Tempo entre duas verificações do host e dos containers.',
    },
    REPORT_HOURS: {
      ...hours({ default: 4, min: 0, max: 168 }),
      en: 'A report comes every so many hours, on the clock. 0: no reports.',
      pt: 'A cada quantas horas cheias vem um relatório. 0: sem relatórios.',
    },
    DATA_DIR: {
      ...path('./.vigilo'),
      en: 'Folder in which the agent keeps what must outlive a restart.',
      pt: 'Pasta em que o agente guarda o que deve sobreviver a um reinício.',
    },
    EXTENSIONS: {
      ...path('/etc/vigilo/extensions'),
      en: 'Folder of extensions: each .ts or .js file in it adds checks of your own. They also get the variables EXTENSION_… that you set.',
      pt: 'Pasta de extensões: cada arquivo .ts ou .js nela acrescenta verificações suas. Elas também recebem as variáveis EXTENSION_… que você definir.',
    },
  },
  configOf: (values, { given, readers, hostRoot, settings }) => ({
    agentName: values.AGENT_NAME ?? readers.hostName(hostRoot),
    /** An IANA name, as in `America/Sao_Paulo`. */
    timeZone: values.TZ || readers.timeZone(hostRoot),
    language: values.MESSAGE_LANGUAGE,
    checkInterval: values.CHECK_INTERVAL,
    /** 0: no reports. */
    reportHours: values.REPORT_HOURS,
    dataDir: values.DATA_DIR,
    /** `asked` where the owner named the folder; `settings` are what is set for them. */
    extensions: { folder: values.EXTENSIONS, asked: given.has('EXTENSIONS'), settings },
  }),
})
